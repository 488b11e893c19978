import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { preferencesCookieName } from '@/components/preferences/preferences-cookie';
import { WithPage } from '@/components/testing/with-page';
import { okay, SampleList, samples } from './sample-list';

async function start(search = '') {
  const onUrlUpdate = vi.fn();
  const onSelect = vi.fn();
  const screen = await render(
    <WithPage search={search} onUrlUpdate={onUrlUpdate}>
      <SampleList
        result={okay(samples(3))}
        bulkActions={() => null}
        rowActions={(row) => [{ label: `Rename ${row.name}`, onSelect: () => onSelect(row.id) }]}
      />
    </WithPage>,
  );
  await expect.element(screen.getByRole('table')).toBeVisible();
  return {
    screen,
    onSelect,
    address: () => onUrlUpdate.mock.lastCall?.[0].queryString,
    headers: () => [...document.querySelectorAll('thead th')].map((cell) => cell.textContent),
    sorted: () =>
      [...document.querySelectorAll('th[aria-sort]')].map(
        (cell) => `${cell.textContent} ${cell.getAttribute('aria-sort')}`,
      ),
    firstRow: () =>
      [...document.querySelectorAll('tbody tr:first-child > *')].map((cell) => cell.textContent),
    sortBy: (name: string) => screen.getByRole('columnheader').getByRole('button', { name }),
  };
}

const hiddenByCookie = () => {
  const [, value = ''] = document.cookie.split(`${preferencesCookieName}=`);
  return JSON.parse(decodeURIComponent(value.split(';')[0] ?? '')).hiddenColumns.samples;
};

test('sorting goes to the address, ascending first, then the other way, and never to no order', async () => {
  const { sortBy, address, sorted } = await start('?cursors=abc');
  expect(sorted()).toEqual(['Created descending']);
  await sortBy('Name').click();
  await expect.poll(address).toBe('?sort=name');
  await expect.poll(sorted).toEqual(['Name ascending']);
  await sortBy('Name').click();
  await expect.poll(address).toBe('?sort=-name');
  await expect.poll(sorted).toEqual(['Name descending']);
  await sortBy('Name').click();
  await expect.poll(address).toBe('?sort=name');
});

test('the order that a list has by itself leaves the address', async () => {
  const { sortBy, address, sorted } = await start('?sort=createdAt');
  expect(sorted()).toEqual(['Created ascending']);
  await sortBy('Created').click();
  await expect.poll(address).toBe('');
  await expect.poll(sorted).toEqual(['Created descending']);
});

test('sorting needs no pointer, keeps the rows as the server gave them, and skips shift', async () => {
  const { screen, sortBy, address, sorted } = await start();
  (sortBy('Name').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(address).toBe('?sort=name');
  await userEvent.keyboard('{Enter}');
  await expect.poll(address).toBe('?sort=-name');
  const names = screen.getByRole('rowheader').elements();
  expect(names.map((cell) => cell.textContent)).toEqual(['token 01', 'token 02', 'token 03']);
  await sortBy('Created').click({ modifiers: ['Shift'] });
  await expect.poll(address).toBe('?sort=createdAt');
  await expect.poll(sorted).toEqual(['Created ascending']);
});

test('only what the server can sort by has a button', async () => {
  const { screen } = await start();
  const buttons = screen.getByRole('columnheader').getByRole('button').elements();
  expect(buttons.map((button) => button.textContent)).toEqual(['Name', 'Created']);
});

test('columns come and go by the view menu in their own order, and the cookie keeps it', async () => {
  const { screen, headers, firstRow } = await start();
  expect(headers()).toEqual(['', 'Name', 'Group', 'Created', 'Actions']);
  await screen.getByRole('button', { name: 'View options' }).click();
  await screen.getByRole('menuitemcheckbox', { name: 'Id' }).click();
  await expect.poll(headers).toEqual(['', 'Name', 'Group', 'Created', 'Id', 'Actions']);
  await screen.getByRole('menuitemcheckbox', { name: 'Group' }).click();
  await expect.poll(headers).toEqual(['', 'Name', 'Created', 'Id', 'Actions']);
  expect(firstRow()).toEqual(['', 'token 01', 'today', 'tok_01', '']);
  expect(hiddenByCookie()).toEqual(['group']);
  await screen.getByRole('menuitemcheckbox', { name: 'Group' }).click();
  await expect.poll(headers).toEqual(['', 'Name', 'Group', 'Created', 'Id', 'Actions']);
  expect(hiddenByCookie()).toEqual([]);
  const offered = screen.getByRole('menuitemcheckbox').elements();
  expect(offered.map((entry) => entry.textContent)).toEqual(['Group', 'Created', 'Id']);
});

test('the menu of a row opens by keys, and acts on that row', async () => {
  const { screen, onSelect } = await start();
  (screen.getByRole('button', { name: 'Actions for token 02' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  const entry = screen.getByRole('menuitem', { name: 'Rename token 02' });
  await expect.element(entry).toBeVisible();
  await entry.click();
  expect(onSelect).toHaveBeenCalledExactlyOnceWith('tok_02');
});
