import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import { okay, type Sample, SampleList, sampleColumns, samples } from './sample-list';
import type { DataTableColumn, TableResult } from './table-types';

/** Columns that say how often a cell was drawn. */
function countedColumns() {
  const drawn = vi.fn((row: Sample) => row.name);
  const [name, ...rest] = sampleColumns;
  return { drawn, columns: [{ ...name, cell: drawn } as DataTableColumn<Sample>, ...rest] };
}

async function start(count: number) {
  const { drawn, columns } = countedColumns();
  const bulk = vi.fn();
  const list = (result: TableResult<Sample>) => (
    <WithPage>
      <SampleList
        result={result}
        columns={columns}
        bulkActions={(rows, clear) => (
          <button
            type="button"
            onClick={() => {
              bulk(rows.map((row) => row.id));
              clear();
            }}
          >
            Suspend
          </button>
        )}
      />
    </WithPage>
  );
  const screen = await render(list(okay(samples(count))));
  return {
    screen,
    drawn,
    bulk,
    box: (number: string) => screen.getByRole('checkbox', { name: `Select token ${number}` }),
    all: screen.getByRole('checkbox', { name: 'Select all rows on this page' }),
    bar: screen.getByRole('toolbar', { name: 'Selected rows' }),
    show: (result: TableResult<Sample>) => screen.rerender(list(result)),
  };
}

const ids = (...numbers: string[]) => numbers.map((number) => `tok_${number}`);

test('the header selects all 50 rows of the page, says when it is some, and lets go of all', async () => {
  const { screen, all, box, bar, bulk } = await start(50);
  await expect.element(bar).not.toBeInTheDocument();
  await all.click();
  await expect.element(bar).toHaveTextContent('50 tokens selected');
  expect(screen.getByRole('checkbox', { checked: true }).elements()).toHaveLength(51);

  await box('07').click();
  await expect.element(bar).toHaveTextContent('49 tokens selected');
  await expect.element(all).toBePartiallyChecked();
  await all.click();
  await expect.element(bar).toHaveTextContent('50 tokens selected');
  await expect.element(all).toBeChecked();

  await screen.getByRole('button', { name: 'Suspend' }).click();
  expect(bulk).toHaveBeenCalledWith(samples(50).map(({ id }) => id));
  await expect.element(bar).not.toBeInTheDocument();
  await expect.element(all).not.toBeChecked();
  await all.click();
  await all.click();
  await expect.element(bar).not.toBeInTheDocument();
});

test('shift takes every row between the two, in either direction, and lets them go as well', async () => {
  const { screen, box, bar, bulk } = await start(9);
  await box('07').click();
  await box('04').click({ modifiers: ['Shift'] });
  await expect.element(bar).toHaveTextContent('4 tokens selected');
  await box('06').click();
  await box('04').click({ modifiers: ['Shift'] });
  await expect.element(bar).toHaveTextContent('1 token selected');
  await box('01').click();
  await screen.getByRole('button', { name: 'Suspend' }).click();
  expect(bulk).toHaveBeenLastCalledWith(ids('01', '07'));
});

test('shift without a row before it, or after all were let go, takes the one row', async () => {
  const { screen, box, bar } = await start(9);
  await box('03').click({ modifiers: ['Shift'] });
  await expect.element(bar).toHaveTextContent('1 token selected');
  await screen.getByRole('button', { name: 'Clear selection' }).click();
  await box('08').click({ modifiers: ['Shift'] });
  await expect.element(bar).toHaveTextContent('1 token selected');
});

test('rows are selected by Tab and Space alone', async () => {
  const { all, box, bar } = await start(3);
  (all.element() as HTMLElement).focus();
  await userEvent.keyboard('{Tab}');
  while (document.activeElement !== box('01').element()) await userEvent.keyboard('{Tab}');
  await userEvent.keyboard(' {Tab} ');
  await expect.element(box('02')).toHaveFocus();
  await expect.element(bar).toHaveTextContent('2 tokens selected');
  await userEvent.keyboard(' ');
  await expect.element(bar).toHaveTextContent('1 token selected');
});

test('a row that has left the page is no longer selected, and does not come back so', async () => {
  const { screen, box, bar, bulk, show } = await start(4);
  await box('01').click();
  await box('02').click();
  await show(okay(samples(4).slice(1)));
  await expect.element(bar).toHaveTextContent('1 token selected');
  await show(okay(samples(4)));
  await expect.element(box('01')).not.toBeChecked();
  await screen.getByRole('button', { name: 'Suspend' }).click();
  expect(bulk).toHaveBeenCalledWith(ids('02'));
});

test('selecting one of 50 rows, or all, draws anew nothing that they say', async () => {
  const { box, all, bar, drawn } = await start(50);
  drawn.mockClear();
  await box('31').click();
  await expect.element(bar).toHaveTextContent('1 token selected');
  await all.click();
  await expect.element(bar).toHaveTextContent('50 tokens selected');
  expect(drawn).not.toHaveBeenCalled();
});

test('a list without bulk actions offers no selection', async () => {
  const screen = await render(
    <WithPage>
      <SampleList result={okay(samples(2))} />
    </WithPage>,
  );
  await expect.element(screen.getByRole('rowheader', { name: 'token 02' })).toBeVisible();
  expect(screen.getByRole('checkbox').elements()).toEqual([]);
});
