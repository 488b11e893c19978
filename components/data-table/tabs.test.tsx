import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import { okay, SampleList, samples } from './sample-list';

const facets = ['Status', 'Kind', 'Group', 'Scope', 'Power', 'Unused for', 'Ends'].map((label) => ({
  ...{ id: label, label },
  options: [{ value: 'one', label: 'One' }],
}));
const focusedName = () =>
  document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '';

const start = () =>
  render(
    <WithPage>
      <SampleList
        result={okay(samples(3))}
        facets={facets}
        searchPlaceholder="Search samples"
        bulkActions={() => null}
        rowActions={() => [{ label: 'Rename', onSelect: () => undefined }]}
      />
    </WithPage>,
  );

test('the menu of a row is at most twelve Tabs from the search, however many filters there are', async () => {
  const screen = await start();
  await expect.element(screen.getByRole('table')).toBeVisible();
  (screen.getByRole('searchbox').element() as HTMLElement).focus();
  let tabs = 0;
  while (focusedName() !== 'Actions for token 01' && tabs < 40) {
    await userEvent.keyboard('{Tab}');
    tabs += 1;
  }
  expect(tabs).toBeLessThanOrEqual(12);
});

test('arrows walk the filters, and Tab comes back to the last of them', async () => {
  const screen = await start();
  const first = screen.getByRole('button', { name: 'Status' });
  await expect.element(first).toBeVisible();
  (first.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  expect(focusedName()).toBe('Group');
  await userEvent.keyboard('{Tab}');
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
  expect(focusedName()).toBe('Group');
  await userEvent.keyboard('{End}');
  expect(focusedName()).toBe('View options');
});
