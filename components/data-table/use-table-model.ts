'use client';

import { functionalUpdate, useTable } from '@tanstack/react-table';
import { useEffect, useMemo } from 'react';
import { usePreferences } from '@/components/preferences/preferences';
import { ACTIONS, toModelColumns } from './table-columns';
import { features, type TableModel } from './table-features';
import type { DataTableColumn } from './table-types';
import type { TableState } from './use-table-state';

const PINNED = { start: [], end: [ACTIONS] };

// What is selected is asked for where it is shown, so that one more row renders that row alone.
const nothingSelected = () => null;

/**
 * TanStack Table over one page from the server. The address says how it is sorted, the reader's
 * cookie which columns are hidden, and the table itself which rows are selected.
 */
export function useTableModel<Row extends object>(options: {
  id: string;
  rows: Row[];
  columns: DataTableColumn<Row>[];
  getRowId: (row: Row) => string;
  getRowLabel: (row: Row) => string;
  selectable: boolean;
  hasMenu: boolean;
  state: Pick<TableState, 'sort' | 'setSort'>;
}): TableModel<Row> {
  const { rows, columns, getRowId, getRowLabel, selectable, hasMenu, state } = options;
  const { sort } = state;
  const { hidden, setHidden } = useHiddenColumns(options.id, columns);
  const definitions = useMemo(
    () => toModelColumns({ columns, getRowLabel, selectable, hasMenu }),
    [columns, getRowLabel, selectable, hasMenu],
  );
  const sorting = useMemo(
    () => [{ id: sort.column, desc: sort.descending }],
    [sort.column, sort.descending],
  );
  const table = useTable(
    {
      features,
      data: rows,
      columns: definitions,
      getRowId,
      enableRowSelection: selectable,
      manualSorting: true,
      sortDescFirst: false,
      enableSortingRemoval: false,
      enableMultiSort: false,
      state: { sorting, columnVisibility: hidden, columnPinning: PINNED },
      onSortingChange(update) {
        const [next] = functionalUpdate(update, sorting);
        if (next) state.setSort({ column: next.id, descending: next.desc });
      },
      onColumnVisibilityChange: (update) => setHidden(functionalUpdate(update, hidden)),
    },
    nothingSelected,
  );

  // A selection counts only for rows on screen: what cannot be seen must not be acted on.
  const { setRowSelection } = table;
  useEffect(() => {
    const present = new Set(rows.map(getRowId));
    setRowSelection((current) => {
      const kept = Object.entries(current).filter(([id]) => present.has(id));
      return kept.length === Object.keys(current).length ? current : Object.fromEntries(kept);
    });
  }, [rows, getRowId, setRowSelection]);

  return table;
}

type Visibility = Record<string, boolean>;

/** Which columns the reader's cookie hides in this list, as the library says it: id → false. */
function useHiddenColumns(
  tableId: string,
  columns: DataTableColumn<never>[],
): { hidden: Visibility; setHidden: (visibility: Visibility) => void } {
  const { hiddenColumns, change } = usePreferences();
  const chosen = hiddenColumns[tableId];
  const hidden = useMemo(() => {
    const byDefault = columns.filter((column) => column.hiddenByDefault).map(({ id }) => id);
    const ids = (chosen ?? byDefault).filter((id) => id !== columns[0]?.id);
    return Object.fromEntries(ids.map((id) => [id, false]));
  }, [chosen, columns]);
  return {
    hidden,
    setHidden(visibility) {
      const ids = Object.keys(visibility).filter((id) => visibility[id] === false);
      change({ hiddenColumns: { ...hiddenColumns, [tableId]: ids } });
    },
  };
}
