import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import { DataTableSkeleton } from './data-table-skeleton';
import { okay, type Sample, SampleList, samples } from './sample-list';
import type { TableResult } from './table-types';

const failed: TableResult<Sample> = {
  ...{ status: 'failed', code: 'unavailable', requestId: 'req_9' },
  message: 'The database did not answer.',
};

async function start(result: TableResult<Sample>, search = '') {
  const onUrlUpdate = vi.fn();
  const onRefresh = vi.fn();
  const list = (shown: TableResult<Sample>) => (
    <WithPage search={search} onUrlUpdate={onUrlUpdate} onRefresh={onRefresh}>
      <SampleList result={shown} bulkActions={() => null} />
    </WithPage>
  );
  const screen = await render(list(result));
  return {
    screen,
    onRefresh,
    address: () => onUrlUpdate.mock.lastCall?.[0].queryString,
    show: (next: TableResult<Sample>) => screen.rerender(list(next)),
  };
}

test('while the list loads its place says so once, without rows to read', async () => {
  const screen = await render(<DataTableSkeleton label="Loading tokens" />);
  await expect.element(screen.getByRole('status')).toHaveTextContent('Loading tokens');
  expect(screen.getByRole('row').elements()).toEqual([]);
});

test('a list with nothing in it shows the first step, and its columns', async () => {
  const { screen } = await start(okay([]));
  await expect.element(screen.getByText('No tokens yet')).toBeVisible();
  await expect.element(screen.getByRole('columnheader', { name: 'Group' })).toBeVisible();
  await expect.element(screen.getByRole('checkbox')).not.toBeChecked();
});

test('filters that nothing fits are named, and cleared in one click', async () => {
  const { screen, address } = await start(okay([]), '?q=deploy&group=web');
  await expect.element(screen.getByText('No tokens match')).toBeVisible();
  await expect.element(screen.getByText('No tokens yet')).not.toBeInTheDocument();
  const chips = screen.getByRole('list', { name: 'Active filters' });
  await expect.element(chips).toHaveTextContent('Search: “deploy”');
  await expect.element(chips).toHaveTextContent('Group: Web');
  await screen.getByRole('button', { name: 'Clear filters' }).click();
  await expect.poll(address).toBe('');
});

test('a later page that has emptied leads back to the first', async () => {
  const { screen, address } = await start(okay([]), '?cursors=abc');
  await expect.element(screen.getByText('This page is empty now')).toBeVisible();
  await screen.getByRole('button', { name: 'To the first page' }).click();
  await expect.poll(address).toBe('');
});

test('a failure with nothing loaded before tells why and which request, and tries again', async () => {
  const { screen, onRefresh } = await start(failed);
  const alert = screen.getByRole('alert');
  await expect.element(alert).toHaveTextContent('The database did not answer.');
  await expect.element(alert).toHaveTextContent('unavailable');
  await expect.element(alert).toHaveTextContent('req_9');
  await screen.getByRole('button', { name: 'Try again' }).click();
  expect(onRefresh).toHaveBeenCalledOnce();
});

test('a failed refresh keeps the last rows, their time and what is selected', async () => {
  const { screen, show } = await start(okay(samples(3)));
  const box = screen.getByRole('checkbox', { name: 'Select token 02' });
  await box.click();
  await show(failed);
  await expect.element(screen.getByText(/Showing rows from/)).toBeVisible();
  await expect.element(screen.getByRole('rowheader', { name: 'token 03' })).toBeVisible();
  await expect.element(box).toBeChecked();
  await show(okay(samples(2)));
  await expect.element(screen.getByText(/Showing rows from/)).not.toBeInTheDocument();
  await expect.element(screen.getByRole('rowheader', { name: 'token 03' })).not.toBeInTheDocument();
});

test('who may not see the list is told which right it takes, instead of an empty table', async () => {
  const refusal = { kind: 'forbidden', code: 'not_granted', message: 'No.', requestId: 'req_3' };
  const { screen } = await start({ status: 'refused', operation: 'tokens.list', refusal });
  await expect.element(screen.getByText('tokens.list')).toBeVisible();
  await expect.element(screen.getByText('req_3')).toBeVisible();
  await expect.element(screen.getByRole('table')).not.toBeInTheDocument();
});

test('the pages that follow are counted, and walked by their cursors', async () => {
  const { screen, address } = await start(okay(samples(2), 'next-page'), '?cursors=first-page');
  const pages = screen.getByRole('navigation', { name: 'Pages' });
  await expect.element(pages).toHaveTextContent('2 tokens · page 2');
  await pages.getByRole('button', { name: 'Next' }).click();
  await expect.poll(address).toContain('next-page');
  await pages.getByRole('button', { name: 'First' }).click();
  await expect.poll(address).toBe('');
});
