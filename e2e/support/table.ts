import { expect, type Locator } from '@playwright/test';

/** What stands under each column header of a row: all of it as text, a part of it as a pattern. */
export type Cells = Readonly<Record<string, string | RegExp>>;

type Row = Record<string, string>;

/** Every row as a person reads it: header → what stands under it. Selection has no header. */
async function readRows(table: Locator): Promise<Row[]> {
  const seen = await table.evaluate((element: HTMLTableElement) => {
    // A token's last four stand beside its name, and no test knows them ahead.
    const lastFour = / ?••\w{4}$/;
    const wordsOf = (cell: HTMLElement) => {
      // biome-ignore lint/performance/useDomNodeTextContent: that has what only a narrow screen shows, too.
      const words = cell.innerText.replace(/\s+/g, ' ');
      return words.replace(lastFour, '').trim();
    };
    const cellsOf = (row: HTMLTableRowElement) => [...row.cells].map(wordsOf);
    const rows = [...element.tBodies].flatMap((body) => [...body.rows]);
    return {
      headers: [...(element.tHead?.rows[0]?.cells ?? [])].map(wordsOf),
      rows: rows.map(cellsOf),
    };
  });
  return seen.rows.map((cells) =>
    Object.fromEntries(cells.map((words, index) => [seen.headers[index] ?? '', words])),
  );
}

const wanted = (cells: Cells) =>
  expect.objectContaining(
    Object.fromEntries(
      Object.entries(cells).map(([header, words]) => [
        header,
        words instanceof RegExp ? expect.stringMatching(words) : words,
      ]),
    ),
  );

/** Waits until a row of the table has these words under these headers. */
export async function expectRowVisible(
  table: Locator,
  cells: Cells,
  options: { readonly timeout?: number } = {},
): Promise<void> {
  await expect.poll(() => readRows(table), options).toContainEqual(wanted(cells));
}

/** Waits until no row of the table has these words under these headers. */
export async function expectNoRow(table: Locator, cells: Cells): Promise<void> {
  await expect.poll(() => readRows(table)).not.toContainEqual(wanted(cells));
}

/** The row whose own header holds this name. */
export const rowOf = (table: Locator, name: string) =>
  table.getByRole('row').filter({ has: table.page().getByRole('rowheader', { name }) });
