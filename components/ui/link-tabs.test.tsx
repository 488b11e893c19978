import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import { LinkTabs } from './link-tabs';

const tabs = Array.from({ length: 14 }, (_each, at) => ({ id: `t${at}`, label: `Section ${at}` }));

test('the current tab is in sight, however long the row is', async () => {
  const row = (current: string) => (
    <WithPage>
      <div style={{ width: 300 }}>
        <nav aria-label="outside" />
        <LinkTabs label="Settings" tabs={tabs} current={current} hrefOf={() => '#'} />
      </div>
    </WithPage>
  );
  const screen = await render(row('t11'));
  const nav = screen.getByRole('navigation', { name: 'Settings' }).element() as HTMLElement;
  nav.style.overflowX = 'auto';
  nav.style.whiteSpace = 'nowrap';
  const list = nav.querySelector('ul') as HTMLElement;
  list.style.display = 'flex';
  for (const current of ['t13', 't2', 't0']) {
    await screen.rerender(row(current));
    const tab = screen.getByRole('link', { name: `Section ${current.slice(1)}`, exact: true });
    const [outer, inner] = [nav, tab.element()].map((each) => each.getBoundingClientRect());
    expect(inner?.left, current).toBeGreaterThanOrEqual((outer?.left ?? 0) - 1);
    expect(inner?.right, current).toBeLessThanOrEqual((outer?.right ?? 0) + 1);
  }
});
