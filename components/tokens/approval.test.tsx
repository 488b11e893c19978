import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { fakeServer } from '@/components/testing/fake-server';
import { WithPage } from '@/components/testing/with-page';
import { Approval } from './approval';
import type { TokenRow } from './token-row';

const token = {
  ...{ id: 'tok_1', name: 'nightly export', status: 'awaiting', createdBy: 'Ada' },
  ...{ createdAt: '2026-01-01T00:00:00Z', expiresAt: '2027-01-01T00:00:00Z' },
  identity: { id: 'idn_1', type: 'service', name: 'Exporter' },
  group: { id: 'grp_1', slug: 'billing', name: 'Billing', whoMayMint: 'leads' },
  refusals: { approve: null, deny: null },
} as unknown as TokenRow;

let server: ReturnType<typeof fakeServer>;
const onAnswered = vi.fn();

beforeEach(() => {
  onAnswered.mockClear();
  server = fakeServer();
  server.answer('/questions', () => ({ status: 'done', result: [] }));
});
afterEach(() => vi.unstubAllGlobals());

const show = (refusals: Partial<TokenRow['refusals']> = {}) =>
  render(
    <WithPage>
      <Approval
        token={{ ...token, refusals: { ...token.refusals, ...refusals } }}
        onAnswered={onAnswered}
      />
    </WithPage>,
  );

test('says who asked and who may, and sends the answer with its reason', async () => {
  server.answer('/changes', () => ({ status: 'done', result: { seq: 7 } }));
  const screen = await show();
  await expect.element(screen.getByText(/^Ada asked for it/)).toBeVisible();
  await expect.element(screen.getByText(/A lead of Billing or an administrator may/)).toBeVisible();
  await screen.getByLabelText('Reason').fill(' known job ');
  await screen.getByRole('button', { name: 'Approve' }).click();
  await expect.element(screen.getByText('nightly export approved')).toBeVisible();
  expect(server.to('/changes')).toMatchObject([
    { kind: 'approve', target: 'tok_1', reason: 'known job' },
  ]);
  expect(onAnswered).toHaveBeenCalledOnce();
});

test('a refusal is told and the reason stays', async () => {
  const refusal = { status: 'refused', code: 'second_person', message: 'Another person must.' };
  server.answer('/changes', () => refusal);
  const screen = await show();
  await screen.getByLabelText('Reason').fill('mine');
  await screen.getByRole('button', { name: 'Deny' }).click();
  await expect.element(screen.getByRole('alert')).toHaveTextContent('Another person must.');
  await expect.element(screen.getByLabelText('Reason')).toHaveValue('mine');
  expect(onAnswered).not.toHaveBeenCalled();
});

test('whoever can’t approve reads why, and the button does nothing', async () => {
  const screen = await show({ approve: 'Another person must approve it.' });
  await expect.element(screen.getByText('Another person must approve it.').first()).toBeVisible();
  await screen.getByRole('button', { name: 'Approve' }).click({ force: true });
  expect(server.to('/changes')).toEqual([]);
  await expect.element(screen.getByRole('button', { name: 'Deny' })).toBeEnabled();
});
