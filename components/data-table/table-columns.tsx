'use client';

import { type ColumnDef, createColumnHelper } from '@tanstack/react-table';
import { columnClass, hasPhoneRows, phonePlaceOf } from './column-class';
import { MenuButton, SelectAll, SelectRow } from './table-controls';
import type { Features, PhonePlace } from './table-features';
import type { DataTableColumn } from './table-types';

export const ACTIONS = 'actions';

/**
 * A list's columns as the library knows them, between those that select a row and open its menu.
 * Everything that is drawn or done by column follows from these: header, cells, sorting, hiding, pinning.
 */
export function toModelColumns<Shown extends object>(options: {
  columns: DataTableColumn<Shown>[];
  getRowLabel: (row: Shown) => string;
  selectable: boolean;
  hasMenu: boolean;
}): ColumnDef<Features, Shown>[] {
  const { columns, getRowLabel, selectable, hasMenu } = options;
  const helper = createColumnHelper<Features, Shown>();
  const placed = (phone: PhonePlace) => (hasPhoneRows(columns) ? { phone } : {});
  const select = helper.display({
    id: 'select',
    enableHiding: false,
    meta: { kind: 'select', label: 'Selection', className: 'w-10 pr-0', ...placed('select') },
    header: ({ table }) => <SelectAll table={table} />,
    cell: ({ row }) => (
      <SelectRow id={row.id} label={getRowLabel(row.original)} selected={row.getIsSelected()} />
    ),
  });
  const actions = helper.display({
    id: ACTIONS,
    enableHiding: false,
    meta: { kind: 'actions', label: 'Actions', className: 'w-10', ...placed('actions') },
    header: () => <span className="sr-only">Actions</span>,
    cell: ({ row }) => <MenuButton id={row.id} label={getRowLabel(row.original)} />,
  });
  return [
    ...(selectable ? [select] : []),
    ...columns.map((column, index) =>
      // The library sorts only by what has a value. Here the server sorts, so the row itself will do.
      helper.accessor((row) => row, {
        id: column.id,
        enableSorting: column.sortable ?? false,
        enableHiding: index > 0,
        meta: {
          kind: index === 0 ? 'name' : 'data',
          label: column.header,
          className: columnClass(column),
          phone: phonePlaceOf(columns, index),
        },
        header: column.header,
        cell: ({ row }) => column.cell(row.original),
      }),
    ),
    ...(hasMenu ? [actions] : []),
  ] as ColumnDef<Features, Shown>[];
}
