import type { ComponentProps } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import type { AnomalyRow } from '@/components/anomalies/anomaly-acts';
import { fakeServer } from '@/components/testing/fake-server';
import { WithPage } from '@/components/testing/with-page';
import type { TokenRow } from '@/components/tokens/token-row';
import type { AttentionKind } from '@/domain/overview/attention-kinds';
import { AttentionList } from './attention-list';

const row = (id: string, refusals: Partial<TokenRow['refusals']> = {}) =>
  ({
    ...{ id, name: `name of ${id}`, last4: 'x7Qk', status: 'active', lastUsedAt: null },
    ...{ expiresAt: '2999-01-01T00:00:00Z', livingRelatives: 0, livingBelow: 0, familyId: id },
    identity: { id: 'idn_1', type: 'service', name: 'Deployer' },
    group: { id: 'grp_1', slug: 'billing', name: 'Billing' },
    refusals: { suspend: null, revoke: null, setLimits: null, snooze: null, ...refusals },
  }) as unknown as TokenRow;

let server: ReturnType<typeof fakeServer>;
const wake = vi.fn(async () => ({ status: 'done' as const, result: undefined }));
const dismiss = vi.fn(async () => ({ status: 'done' as const, result: undefined }));
beforeEach(() => {
  wake.mockClear();
  dismiss.mockClear();
  server = fakeServer();
  server.answer('/questions', ({ question }) => ({
    status: 'done',
    result:
      question === 'attention'
        ? { total: 3, rows: [row('tok_1'), row('tok_2'), row('tok_3')] }
        : [{ name: 'edge', confirmed: true, latencyMs: 9 }],
  }));
  server.answer('/changes', () => ({ status: 'done', result: { seq: 7 } }));
});
afterEach(() => vi.unstubAllGlobals());

const idle = async () => ({ status: 'done' as const, result: undefined });
const anomaly: AnomalyRow = {
  ...{ id: 'anm_1', kind: 'stopped_use', title: 'Token deploys is used though it was stopped' },
  ...{ text: 'It was denied.', raisedAt: '2026-03-01T00:00:00Z' },
  subject: { type: 'token', id: 'tok_5', name: 'deploys', last4: 'ab12' },
  group: { id: 'grp_1', name: 'Billing' },
  evidence: { q: 'token:tok_5', from: '2026-03-01T00:00:00Z', to: '2026-03-01T00:01:00Z' },
  ...{ dismissedAt: null, dismissedBy: null, refusal: null },
};
let anomalies: ComponentProps<typeof AttentionList>['anomalies'] = { count: 0, lines: [] };
const show = (kind: AttentionKind, tokens: TokenRow[], count = tokens.length) =>
  render(
    <WithPage>
      <AttentionList
        items={[{ kind, count, lines: tokens.map((token) => ({ token, detail: null })) }]}
        snoozed={[
          {
            ...{ kind: 'unused', token: row('tok_9'), until: '2999-01-01T00:00:00Z' },
            ...{ by: 'Rita', reason: 'replaced on Monday' },
          },
        ]}
        waitingRules={{ count: 0, rules: [] }}
        anomalies={anomalies}
        actions={{
          tokens: { rename: idle, rotate: idle as never, setLimits: idle },
          ...{ snooze: idle, wake, dismiss },
        }}
      />
    </WithPage>,
  );
/** Without the styles of the page, the backdrop of a dialog is in a pointer's way. */
const press = (of: { element(): Element }) => (of.element() as HTMLElement).click();
const sent = () => server.to('/changes').map(({ kind, target }) => `${kind} ${target}`);

test('one token is suspended on its line, by one click', async () => {
  const screen = await show('powerful_unused', [row('tok_1')]);
  await screen.getByRole('button', { name: 'Suspend name of tok_1' }).click();
  await expect.poll(sent).toEqual(['suspend tok_1']);
});

test('powerful tokens unused for 90 days are suspended, all of them, within four interactions', async () => {
  let interactions = 0;
  document.addEventListener('click', ({ isTrusted }) => {
    if (isTrusted) interactions += 1;
  });
  const screen = await show('powerful_unused', [row('tok_1'), row('tok_2')], 3);
  await screen.getByRole('button', { name: 'Suspend all 3' }).click();
  await expect.element(screen.getByText('Suspended: 3 of 3 tokens')).toBeVisible();
  expect(sent()).toEqual(['suspend tok_1', 'suspend tok_2', 'suspend tok_3']);
  // Opening the page is one as well.
  expect(interactions + 1).toBeLessThanOrEqual(4);
});

test('what the reader may not do says why, and sends nothing', async () => {
  const screen = await show('unused', [row('tok_1', { suspend: 'Only a lead may do this.' })]);
  const button = screen.getByRole('button', { name: 'Suspend name of tok_1' });
  await expect.element(button).toHaveAccessibleDescription('Only a lead may do this.');
  press(button);
  expect(sent()).toEqual([]);
});

test('what was put off says by whom, and is taken back by one click', async () => {
  const screen = await show('unused', [row('tok_1')]);
  await screen.getByText('1 item snoozed').click();
  await expect.element(screen.getByText(/by Rita, until/)).toBeVisible();
  await screen.getByRole('button', { name: 'Wake name of tok_9' }).click();
  expect(wake).toHaveBeenCalledExactlyOnceWith('unused', 'tok_9');
});

test('an anomaly leads to its evidence at fixed times, and is dismissed by one click', async () => {
  anomalies = { count: 1, lines: [{ anomaly, token: null }] };
  const screen = await show('unused', [row('tok_1')]);
  await expect
    .element(screen.getByRole('link', { name: 'Evidence of Token deploys' }))
    .toHaveAttribute(
      'href',
      '/audit?q=token%3Atok_5&from=2026-03-01T00%3A00%3A00Z&to=2026-03-01T00%3A01%3A00Z',
    );
  await screen.getByRole('button', { name: 'Dismiss Token deploys' }).click();
  expect(dismiss).toHaveBeenCalledExactlyOnceWith('anm_1');
});
