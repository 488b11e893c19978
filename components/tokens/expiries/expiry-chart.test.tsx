import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import { PageBehaviours } from '@/components/ui/page-behaviours';
import { ExpiryChart } from './expiry-chart';

const day = (index: number, more: object = {}) => ({
  on: new Date(Date.UTC(2026, 10, 26 + index)).toISOString().slice(0, 10),
  ...{ expected: 0, unowned: 0, personal: 0, service: 0, ...more },
});
const show = (counts: Record<number, object>, laterCount = 0) =>
  render(
    <WithPage>
      <PageBehaviours />
      <ExpiryChart
        days={Array.from({ length: 90 }, (_, index) => day(index, counts[index]))}
        daysEach={7}
        laterCount={laterCount}
        nowMs={Date.UTC(2026, 10, 26, 12)}
        group="billing"
      />
    </WithPage>,
  );

test('each week says in words what it draws, and leads to its tokens', async () => {
  const screen = await show({ 1: { personal: 2, expected: 1 }, 20: { unowned: 1 } }, 1_200);
  const weeks = screen.getByRole('list', { name: 'What ends, by week' });
  expect(weeks.getByRole('listitem').elements()).toHaveLength(13);
  await expect.element(weeks.getByText('3 Dec to 9 Dec 2026: none')).toBeInTheDocument();
  const links = weeks.getByRole('link').elements();
  expect(links.map((link) => [link.getAttribute('aria-label'), link.getAttribute('href')])).toEqual(
    [
      [
        '26 Nov to 2 Dec 2026: 3 tokens. A person’s: 2, Needs nobody: 1',
        '/tokens?group=billing&ends=2026-11-26..2026-12-02&sort=expiresAt',
      ],
      [
        '10 Dec to 16 Dec 2026: 1 token. Nobody left to rotate it: 1',
        '/tokens?group=billing&ends=2026-12-10..2026-12-16&sort=expiresAt',
      ],
    ],
  );
  const heights = links.map((link) =>
    [...link.querySelectorAll('rect')].map((rect) => Number(rect.getAttribute('height'))),
  );
  expect(heights.map((of) => of.map(Math.round))).toEqual([[32, 64], [32]]);
  await expect.element(screen.getByText('1,200 later')).toBeVisible();
  await expect.element(screen.getByText('now')).toBeVisible();
});

test('the keyboard reaches each week, and focus tells what it holds', async () => {
  const screen = await show({ 1: { service: 4 }, 89: { personal: 1 } });
  await userEvent.tab();
  const tooltip = screen.getByRole('tooltip');
  await expect.element(tooltip).toHaveTextContent('A service’s, on no schedule: 4');
  await userEvent.tab();
  await expect.element(tooltip).toHaveTextContent('18 Feb to 23 Feb 2027');
});

test('says whether what does not end soon ends later, or is not there', async () => {
  const screen = await show({}, 1);
  await expect.element(screen.getByText('Nothing ends in these 90 days')).toBeVisible();
  await expect
    .element(screen.getByText('1 token of this group within your reach ends later.'))
    .toBeVisible();
  await screen.unmount();
  const nothing = await show({});
  await expect.element(nothing.getByText(/is alive/)).toBeVisible();
});
