'use client';

import { useMemo } from 'react';
import { usePreferences } from '@/components/preferences/preferences';
import type { DataTableColumn } from './table-types';

/** The columns shown in this list, as the reader's cookie says; the first one always is. */
export function useVisibleColumns<Row>(tableId: string, columns: DataTableColumn<Row>[]) {
  const { hiddenColumns, change } = usePreferences();
  const hidden =
    hiddenColumns[tableId] ??
    columns.filter((column) => column.hiddenByDefault).map((column) => column.id);
  const hiddenKey = hidden.join(' ');
  const visibleColumns = useMemo(() => {
    const hiddenIds = new Set(hiddenKey.split(' '));
    return columns.filter((column, index) => index === 0 || !hiddenIds.has(column.id));
  }, [columns, hiddenKey]);

  return {
    visibleColumns,
    toggleColumn(id: string, visible: boolean) {
      const next = visible ? hidden.filter((each) => each !== id) : [...hidden, id];
      change({ hiddenColumns: { ...hiddenColumns, [tableId]: next } });
    },
  };
}
