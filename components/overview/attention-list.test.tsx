import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
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
beforeEach(() => {
  wake.mockClear();
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
        actions={{
          tokens: { rename: idle, rotate: idle as never, setLimits: idle },
          ...{ snooze: idle, wake },
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
