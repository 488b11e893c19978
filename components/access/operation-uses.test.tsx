import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import type { Uses } from '@/domain/access/uses';
import { OperationUses } from './operation-uses';

const use = (name: string, used90: number, lastUsedAt: string | null, lastDeniedAt?: string) => ({
  ...{ name, method: null, pathTemplate: null, used30: 0, used90, lastUsedAt },
  lastDeniedAt: lastDeniedAt ?? null,
});
const usesOf = (operations: object[], others: object[] = []) =>
  ({ scopes: [{ id: 'scp_1', api: { slug: 'billing' }, operations }], others }) as unknown as Uses;
const show = (uses: Uses) =>
  render(
    <WithPage>
      <OperationUses uses={uses} />
    </WithPage>,
  );

test('lists what was used or denied, the latest first, granted or not', async () => {
  const screen = await show(
    usesOf(
      [
        use('list', 12, '2026-11-20T00:00:00Z'),
        use('create', 0, null, '2026-11-25T00:00:00Z'),
        use('delete', 0, null),
      ],
      [{ api: 'billing', operation: 'refund', lastDeniedAt: '2026-11-26T00:00:00Z' }],
    ),
  );
  const rows = screen
    .getByRole('rowheader')
    .elements()
    .map((cell) => cell.textContent);
  expect(rows).toEqual(['billing refund · not granted', 'billing create', 'billing list']);
  await expect.element(screen.getByRole('row', { name: /billing list/ })).toHaveTextContent('12');
});

test('says how many there are where it shows the latest alone', async () => {
  const many = Array.from({ length: 60 }, (_, at) => use(`op${at}`, 1, '2026-11-20T00:00:00Z'));
  const screen = await show(usesOf(many));
  await expect.element(screen.getByText(/The latest 50 of 60 operations/)).toBeVisible();
});

test('and that nothing was asked for yet', async () => {
  const screen = await show(usesOf([use('list', 0, null)]));
  await expect.element(screen.getByText('Nothing was asked for yet')).toBeVisible();
});
