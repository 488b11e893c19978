'use client';

import type { ReactNode } from 'react';
import { formatCount } from '@/components/format/format';
import type { MenuEntry } from '@/components/ui/menu';
import { RefusedState } from '@/components/ui/states';
import { useLingering } from '@/components/ui/use-lingering';
import { TableArea } from './table-area';
import { TableEmpty, TableFailure, TableFailureBanner } from './table-feedback';
import { TablePagination } from './table-pagination';
import { TableToolbar } from './table-toolbar';
import type { DataTableColumn, Facet, Noun, TableResult } from './table-types';
import { useTableModel } from './use-table-model';
import { useTableState } from './use-table-state';

export type DataTableProps<Row> = {
  /** Names the saved view (hidden columns); unique per kind of list. */
  id: string;
  /** The table's accessible name: "Tokens". */
  caption: string;
  noun: Noun;
  result: TableResult<Row>;
  /** Define at module scope or memoize: a new array re-renders every row. First column = name. */
  columns: DataTableColumn<Row>[];
  /** Module scope too. */
  getRowId: (row: Row) => string;
  /** Names a row for screen readers: "Select deploy-bot". */
  getRowLabel: (row: Row) => string;
  /** Where the first cell, and a click on the row, leads. */
  getRowHref?: (row: Row) => string;
  /** The same as in `readTableQuery`. */
  defaultSort: string;
  facets?: Facet[];
  /** Turns the search box on: "Search tokens". */
  searchPlaceholder?: string;
  /** Entries of the shared row menu, built when it opens. */
  rowActions?: (row: Row) => MenuEntry[];
  /** Buttons of the bulk bar; turns selection on. Call `clear` when done. */
  bulkActions?: (rows: Row[], clear: () => void) => ReactNode;
  /** Shown when there is nothing at all: an `EmptyState` with the first step. */
  empty: ReactNode;
  /** Buttons at the toolbar's right end, e.g. export. */
  toolbarActions?: ReactNode;
};

const noFacets: Facet[] = [];

/** The list of a page: one per page, state in the URL, rows from the server (see `readTableQuery`). */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { result, facets = noFacets } = props;
  const state = useTableState(
    facets.map((facet) => facet.id),
    props.defaultSort,
  );
  // A failed refresh must not take away what was on screen.
  const good = useLingering<Good<Row>>(result.status === 'ok' ? result : undefined);
  const rows = good?.rows ?? (noRows as Row[]);
  const table = useTableModel({
    id: props.id,
    rows,
    columns: props.columns,
    getRowId: props.getRowId,
    getRowLabel: props.getRowLabel,
    selectable: props.bulkActions !== undefined,
    hasMenu: props.rowActions !== undefined,
    state,
  });

  if (result.status === 'refused') return <RefusedState {...result} />;
  const summary = describeTable({ state, facets, noun: props.noun, shown: rows.length, good });

  return (
    <div className="flex min-w-0 flex-col gap-3">
      <TableToolbar
        table={table}
        state={state}
        facets={facets}
        searchPlaceholder={props.searchPlaceholder}
        actions={props.toolbarActions}
      />
      {result.status === 'failed' && good && (
        <TableFailureBanner {...result} loadedAt={good.loadedAt} />
      )}
      <p role="status" className="sr-only">
        {state.pending ? 'Loading' : summary}
      </p>
      <TableArea
        table={table}
        caption={props.caption}
        noun={props.noun}
        getRowHref={props.getRowHref}
        rowActions={props.rowActions}
        bulkActions={props.bulkActions}
        pending={state.pending}
        below={
          <>
            {result.status === 'failed' && !good && <TableFailure {...result} />}
            {good && rows.length === 0 && (
              <TableEmpty state={state} noun={props.noun} empty={props.empty} />
            )}
          </>
        }
        pagination={
          <TablePagination
            state={state}
            shown={rows.length}
            total={good?.total}
            nextCursor={good?.nextCursor ?? null}
            noun={props.noun}
          />
        }
      />
    </div>
  );
}

const noRows: never[] = [];

type Good<Row> = Extract<TableResult<Row>, { status: 'ok' }>;

/** What the live region says: "128 tokens, filtered by group and search". */
export function describeTable(options: {
  state: { q: string; filters: Record<string, string[] | null> };
  facets: Facet[];
  noun: Noun;
  shown: number;
  good: { total?: number | null | undefined; nextCursor: string | null } | undefined;
}): string {
  const { state, facets, noun, shown, good } = options;
  if (!good) return '';
  const exact = good.total ?? undefined;
  const count =
    exact === undefined && good.nextCursor !== null
      ? `${formatCount(shown, noun.one, noun.other)} on this page`
      : formatCount(exact ?? shown, noun.one, noun.other);
  const by = facets
    .filter((facet) => state.filters[facet.id]?.length)
    .map((facet) => facet.label.toLowerCase());
  if (state.q) by.push('search');
  return by.length === 0 ? count : `${count}, filtered by ${by.join(' and ')}`;
}
