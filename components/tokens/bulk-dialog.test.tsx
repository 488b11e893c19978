import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { fakeServer } from '@/components/testing/fake-server';
import { WithPage } from '@/components/testing/with-page';
import { Button } from '@/components/ui/button';
import { BulkDialog } from './bulk-dialog';
import type { TokenRow } from './token-row';
import { useBulkRun } from './use-bulk-run';

const row = (id: string, familyId: string, other: Partial<TokenRow> = {}) =>
  ({
    ...{ id, familyId, name: `name of ${id}`, status: 'active', lastUsedAt: null },
    ...{ expiresAt: '2999-01-01T00:00:00Z', livingRelatives: 0, livingBelow: 0 },
    identity: { id: 'idn_1', type: 'service', name: 'Deployer' },
    group: { id: 'grp_1', slug: 'billing', name: 'Billing' },
    refusals: { revoke: null, suspend: null },
    ...other,
  }) as unknown as TokenRow;

let server: ReturnType<typeof fakeServer>;
beforeEach(() => {
  server = fakeServer();
  server.answer('/questions', () => ({ status: 'done', result: [] }));
  server.answer('/changes', ({ kind, target }) => ({
    status: 'done',
    result: {
      ...{ seq: 7, undoSeconds: 30, endedBelow: target === 'tok_3' ? 2 : 0 },
      ...(kind === 'revokeFamily' && { family: ['tok_0', 'tok_1', 'tok_2'] }),
    },
  }));
});
afterEach(() => vi.unstubAllGlobals());

function Bulk(props: { rows: TokenRow[] }) {
  const bulk = useBulkRun(() => undefined);
  return (
    <>
      <Button onClick={() => bulk.open({ kind: 'revoke', rows: props.rows })}>Open</Button>
      <BulkDialog
        run={bulk.run}
        onStart={bulk.start}
        onTryAgain={bulk.tryAgain}
        onClose={bulk.close}
      />
    </>
  );
}
const open = async (rows: TokenRow[]) => {
  const screen = await render(
    <WithPage>
      <Bulk rows={rows} />
    </WithPage>,
  );
  await screen.getByRole('button', { name: 'Open' }).click();
  return screen;
};
/** Without the styles of the page, the backdrop of a dialog is in a pointer's way. */
const press = (of: { element(): Element }) => (of.element() as HTMLElement).click();
const sent = () => server.to('/changes').map(({ kind, target }) => `${kind} ${target}`);

/** Two of a family of three, and one without relatives that two were made from. */
const rotated = [
  row('tok_1', 'a', { livingRelatives: 2 }),
  row('tok_2', 'a', { livingRelatives: 2 }),
  row('tok_3', 'b', { livingBelow: 2 }),
];

test('asks about relatives that would go on, and ends each family once', async () => {
  const screen = await open(rotated);
  await expect.element(screen.getByText(/1 relative of them would go on/)).toBeVisible();
  await expect.element(screen.getByText(/2 tokens made from them end with them/)).toBeVisible();
  expect(sent()).toEqual([]);
  await expect
    .element(screen.getByRole('button', { name: 'Revoke with 1 relative' }))
    .toBeVisible();
  press(screen.getByRole('button', { name: 'Revoke with 1 relative' }));
  await expect.element(screen.getByText('Revoked with 2 relatives').first()).toBeVisible();
  await expect.element(screen.getByText('Revoked, and 2 tokens made from it')).toBeVisible();
  expect(sent()).toEqual(['revokeFamily tok_1', 'revoke tok_3']);

  await expect.element(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
  press(screen.getByRole('button', { name: 'Undo' }));
  await expect.element(screen.getByText('Works as before').first()).toBeVisible();
  expect(sent().slice(2)).toEqual(
    ['tok_0', 'tok_1', 'tok_2', 'tok_3'].map((id) => `undoRevoke ${id}`),
  );
});

test('ends these alone where that is asked', async () => {
  const screen = await open(rotated);
  await expect.element(screen.getByRole('button', { name: 'Only these' })).toBeVisible();
  press(screen.getByRole('button', { name: 'Only these' }));
  await expect.element(screen.getByText('Revoked, and 2 tokens made from it')).toBeVisible();
  expect(sent()).toEqual(['revoke tok_1', 'revoke tok_2', 'revoke tok_3']);
});

test('asks nothing of a few without relatives', async () => {
  const screen = await open([row('tok_3', 'b'), row('tok_4', 'c')]);
  await expect.element(screen.getByText(/^Revoked: 2 of 2 tokens/)).toBeVisible();
});
