import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import type { TableResult } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { fakeServer } from '@/components/testing/fake-server';
import { WithPage } from '@/components/testing/with-page';
import { Button } from '@/components/ui/button';
import { useToast } from '@/components/ui/toast';
import type { TimelineEntry } from './entry';
import { sampleChange, sampleDecision } from './sample-entries';
import { Timeline, type TimelineProps } from './timeline';

const keys = (text: string) => userEvent.keyboard(text);
const rows = [
  sampleDecision(3, { outcome: 'denied', code: 'token_revoked' }),
  sampleChange(2, { before: { status: 'active' }, after: { status: 'revoked' } }),
  sampleDecision(1),
];
const okay = (
  shown: TimelineEntry[],
  nextCursor: string | null = null,
): TableResult<TimelineEntry> => ({
  ...{ status: 'ok', rows: shown, nextCursor },
  loadedAt: '2026-03-02T12:10:00Z',
});

beforeEach(() => page.viewport(1440, 900));
afterEach(() => vi.unstubAllGlobals());

async function start(
  result: TableResult<TimelineEntry>,
  { search = '', ...props }: Partial<TimelineProps> & { search?: string } = {},
) {
  fakeServer().answer(paths.questions(), () => ({ status: 'refused', code: 'x', message: 'No.' }));
  const onUrlUpdate = vi.fn();
  const screen = await render(
    <WithPage search={search} onUrlUpdate={onUrlUpdate}>
      <Timeline result={result} opened={null} tailFrom={null} {...props} />
    </WithPage>,
  );
  return {
    screen,
    address: () => onUrlUpdate.mock.lastCall?.[0].queryString as string | undefined,
    panel: screen.getByRole('complementary', { name: 'Details' }),
    row: (name: RegExp) => screen.getByRole('link', { name }),
  };
}

test('rows say when first, and what happened in words', async () => {
  const { screen, row } = await start(okay(rows));
  await expect.element(row(/Denied: token revoked, GET \/parcels\/3/)).toBeVisible();
  await expect.element(row(/Revoke a token, deploy-bot/)).toBeVisible();
  const headers = screen.getByRole('columnheader').elements();
  expect(headers[0]?.textContent).toBe('When');
});

test('a row opens beside the list with the focus in it; Escape closes it and gives the focus back', async () => {
  const { row, panel, address } = await start(okay(rows));
  await row(/Revoke a token/).click();
  await expect.element(panel.getByRole('heading', { name: /^Revoke a token/ })).toHaveFocus();
  await expect.poll(address).toBe('?event=evt_2');
  await expect.element(panel).toHaveTextContent('before: − active');
  await expect.element(panel).toHaveTextContent('after: + revoked');
  await keys('{Escape}');
  await expect.element(panel).not.toBeInTheDocument();
  await expect.element(row(/Revoke a token/)).toHaveFocus();
});

function Revoking() {
  const toast = useToast();
  return <Button onClick={() => toast.undo({ title: 'Revoked', onUndo: vi.fn() })}>Revoke</Button>;
}

test('keys work while a toast stands, whose Escape is its own', async () => {
  const { screen, panel } = await start(okay(rows), { actions: <Revoking /> });
  await screen.getByRole('button', { name: 'Revoke' }).click();
  const toast = screen.getByRole('dialog', { name: 'Revoked' });
  await expect.element(toast).toBeVisible();
  await keys('j');
  await expect.element(panel).toHaveTextContent('/parcels/3');
  (toast.getByRole('button', { name: 'Undo' }).element() as HTMLElement).focus();
  await keys('{Escape}');
  await expect.element(toast).not.toBeInTheDocument();
  await expect.element(panel).toBeVisible();

  await screen.getByRole('button', { name: 'Revoke' }).click();
  await expect.element(toast).toBeVisible();
  await keys('{Escape}');
  await expect.element(panel).not.toBeInTheDocument();
  await expect.element(toast).toBeVisible();
});

test('j and k walk from row to row, and stop at the ends', async () => {
  const { panel, screen, address } = await start(okay(rows));
  await keys('j');
  await expect.element(panel).toHaveTextContent('/parcels/3');
  await keys('kj');
  await expect.element(panel).toHaveTextContent('Revoke a token');
  await expect.poll(address).toBe('?event=evt_2');
  await keys('jj');
  await expect.element(panel).toHaveTextContent('/parcels/1');
  await expect.element(screen.getByRole('button', { name: 'No older row here' })).toBeVisible();
});

test('a link to a row pins the time, and names the row', async () => {
  const { row, panel } = await start(okay(rows), { search: '?q=outcome:denied after:-24h' });
  await row(/\/parcels\/1/).click();
  const link = panel.getByRole('button', { name: /^Copy link/ });
  await expect
    .element(link)
    .toHaveAttribute(
      'data-copy',
      `${window.location.origin}/audit?q=outcome%3Adenied&from=2026-03-01T12%3A10%3A00.000000Z&to=2026-03-02T12%3A10%3A00.001Z&decision=dec_1`,
    );
});

test('a row that the address names is shown though the list has it not', async () => {
  const opened = { id: 'dec_9', entry: sampleDecision(9) };
  const { panel } = await start(okay(rows), { opened, search: '?decision=dec_9' });
  await expect.element(panel).toHaveTextContent('/parcels/9');
});

test('what the address names and nobody may see is said in the panel', async () => {
  const opened = { id: 'evt_9', message: 'There is no such audit event.' };
  const { panel } = await start(okay(rows), { opened, search: '?event=evt_9' });
  await expect.element(panel).toHaveTextContent('There is no such audit event.');
});

test('older rows are a page on', async () => {
  const { screen, address } = await start(okay(rows, 'next'), { search: '?cursors=first' });
  await screen.getByRole('button', { name: 'Older' }).click();
  await expect.poll(address).toContain('next');
  await screen.getByRole('button', { name: 'Newest' }).click();
  await expect.poll(address).toBe('');
});

test.each([
  ['', 'Nothing has happened yet'],
  ['?q=outcome:denied', 'Nothing was recorded that fits'],
  ['?cursors=x', 'Nothing is older'],
  ['?q=grup:web', 'This query can’t be read'],
])('without rows at %s it says: %s', async (search, words) => {
  const result = search.includes('grup')
    ? ({ status: 'failed', message: 'There is no key “grup”.' } as const)
    : okay([]);
  const { screen } = await start(result, { search });
  await expect.element(screen.getByText(words)).toBeVisible();
});

test('a failure keeps the place to try again', async () => {
  const { screen } = await start({ status: 'failed', message: 'The database did not answer.' });
  await expect.element(screen.getByRole('alert')).toHaveTextContent('The database did not answer.');
  await expect.element(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
});
