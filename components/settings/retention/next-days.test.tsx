import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import type { RetentionView } from '@/domain/retention/get-retention';
import { NextDays } from './next-days';

const NOW = '2026-11-27T12:00:00.000Z';
const day = (change: object) => ({
  ...{ day: '2026-10-01', rows: 1_200, bytes: 3_400_000, dropsAt: NOW, heldBy: [], ...change },
});
const show = (next: object[], decisionsDays: number | null = 30) =>
  render(
    <WithPage>
      <NextDays
        view={{ next, policy: { decisionsDays } } as RetentionView}
        nowMs={Date.parse(NOW)}
      />
    </WithPage>,
  );

test('names when each day goes, and what holds it', async () => {
  const screen = await show([
    day({}),
    day({ day: '2026-10-02', heldBy: [{ type: 'incident', id: 'inc_1', name: 'Leak' }] }),
    day({ day: '2026-10-03', heldBy: [{ type: 'sink', id: 'snk_1', name: 'store' }] }),
    day({ day: '2026-10-04', dropsAt: '2026-11-30T12:00:00.000Z' }),
  ]);
  await expect
    .element(screen.getByRole('row', { name: /1 Oct 2026/ }))
    .toHaveTextContent(/1,200.*3.4 MB.*within the hour.*nothing/);
  const held = screen.getByRole('row', { name: /2 Oct 2026/ });
  await expect.element(held).toHaveTextContent('once nothing holds it');
  await expect
    .element(held.getByRole('link', { name: 'Leak' }))
    .toHaveAttribute('href', '/respond/incidents/inc_1');
  await expect
    .element(screen.getByRole('row', { name: /3 Oct 2026/ }))
    .toHaveTextContent('not yet forwarded to store');
  await expect
    .element(screen.getByRole('row', { name: /4 Oct 2026/ }))
    .toHaveTextContent('· 30 Nov 2026');
});

test('says why nothing goes', async () => {
  const forGood = await show([], null);
  await expect.element(forGood.getByText('Decisions are kept for good')).toBeVisible();
  await forGood.unmount();
  const young = await show([]);
  await expect.element(young.getByText('Nothing is old enough to go')).toBeVisible();
});
