import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import type { ActionOutcome } from '@/components/ui/form-state';
import { ApproveRule } from './approve-rule';

const rule = {
  name: 'Deploy shop',
  group: { id: 'grp_1', slug: 'billing', name: 'Billing', whoMayMint: 'leads' as const },
  identity: { id: 'idn_1', name: 'Mailer', slug: 'mailer' },
};
const show = (approve: (reason: string | undefined) => Promise<ActionOutcome>, refusal?: string) =>
  render(
    <WithPage>
      <ApproveRule rule={rule} refusal={refusal} approve={approve} />
    </WithPage>,
  );

test('says what waits, and sends the approval with its reason', async () => {
  const approve = vi.fn(async () => ({ status: 'done' as const, result: undefined }));
  const screen = await show(approve);
  await expect.element(screen.getByText(/^Tokens of .+ need a second person/)).toBeVisible();
  await screen.getByLabelText('Reason').fill(' known pipeline ');
  await screen.getByRole('button', { name: 'Approve' }).click();
  await expect.element(screen.getByText('Deploy shop approved')).toBeVisible();
  expect(approve).toHaveBeenCalledExactlyOnceWith('known pipeline');
});

test('a refusal is told and the reason stays', async () => {
  const message = 'The terms of Deploy shop changed: look again.';
  const screen = await show(async () => ({
    ...{ status: 'refused' as const, code: 'rule_changed' as const, message },
  }));
  await screen.getByLabelText('Reason').fill('mine');
  await screen.getByRole('button', { name: 'Approve' }).click();
  await expect.element(screen.getByRole('alert')).toHaveTextContent(message);
  await expect.element(screen.getByLabelText('Reason')).toHaveValue('mine');
});

test('who set the terms reads why they can’t, and has nothing to fill in', async () => {
  const approve = vi.fn();
  const screen = await show(approve, 'Another person must approve Deploy shop.');
  await expect
    .element(screen.getByText('Another person must approve Deploy shop.').first())
    .toBeVisible();
  await expect
    .element(screen.getByRole('button', { name: 'Approve' }))
    .toHaveAttribute('aria-disabled', 'true');
  await expect.element(screen.getByLabelText('Reason')).not.toBeInTheDocument();
});
