import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import { GroupExpiries } from './group-expiries';

const days = (counts: Record<number, object>) =>
  Array.from({ length: 90 }, (_, index) => ({
    on: new Date(Date.UTC(2026, 10, 26 + index)).toISOString().slice(0, 10),
    ...{ expected: 0, unowned: 0, personal: 0, service: 0, ...counts[index] },
  }));

test('groups are drawn to one scale, say what they hold, and lead to their own picture', async () => {
  const screen = await render(
    <WithPage>
      <GroupExpiries
        groups={[
          { slug: 'busy', name: 'Busy', days: days({ 3: { service: 8, expected: 2 } }) },
          { slug: 'quiet', name: 'Quiet', days: days({ 3: { personal: 1 }, 4: { unowned: 4 } }) },
        ]}
      />
    </WithPage>,
  );
  const links = screen.getByRole('link').elements();
  expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
    ['Busy10 tokens, 8 to care for', '/groups/busy?tab=tokens'],
    ['Quiet5 tokens, 5 to care for', '/groups/quiet?tab=tokens'],
  ]);
  const heights = links.map((link) =>
    [...link.querySelectorAll('rect')].reduce(
      (sum, rect) => sum + Number(rect.getAttribute('height')),
      0,
    ),
  );
  expect(heights[1]).toBeCloseTo(Number(heights[0]) / 2);
});
