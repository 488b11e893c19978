'use client';

import {
  createColumnHelper,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useEffect, useMemo, useState } from 'react';
import type { DataTableColumn } from './table-types';

const features = tableFeatures({ rowSelectionFeature });

/** TanStack Table over one server page: the rows with their ids, and which of them are selected. */
export function useTableModel<Row extends object>(options: {
  rows: Row[];
  columns: DataTableColumn<Row>[];
  getRowId: (row: Row) => string;
}) {
  const { rows, columns, getRowId } = options;
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return columns.map((column) => helper.display({ id: column.id, header: column.header }));
  }, [columns]);
  const table = useTable({
    features,
    data: rows,
    columns: definitions,
    getRowId,
    state: { rowSelection },
    onRowSelectionChange: setRowSelection,
  });

  // A selection counts only for rows on screen: what cannot be seen must not be acted on.
  useEffect(() => {
    const present = new Set(rows.map(getRowId));
    setRowSelection((current) => {
      const kept = Object.entries(current).filter(([id]) => present.has(id));
      return kept.length === Object.keys(current).length ? current : Object.fromEntries(kept);
    });
  }, [rows, getRowId]);

  return { table, rowSelection, setRowSelection };
}
