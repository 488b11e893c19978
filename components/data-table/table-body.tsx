'use client';

import type { RowSelectionState } from '@tanstack/react-table';
import type { ChangeEvent, MouseEvent } from 'react';
import { followRow, rowIdOf } from './table-events';
import type { TableModel } from './table-features';
import { TableRow } from './table-row';

/** The rows. One listener for all of them, so that selecting one of 500 re-renders one. */
export function TableBody<Row extends object>(props: {
  table: TableModel<Row>;
  rowSelection: RowSelectionState;
  getRowHref: ((row: Row) => string) | undefined;
  onOpenMenu: ((row: Row, anchor: HTMLElement) => void) | undefined;
}) {
  const { table, getRowHref } = props;

  function onChange(event: ChangeEvent<HTMLElement>) {
    const id = rowIdOf(event.target, 'select');
    if (id !== undefined) table.getRow(id).getToggleSelectedHandler()(event);
  }

  function onClick(event: MouseEvent<HTMLElement>) {
    const id = rowIdOf(event.target, 'menu');
    if (id === undefined) return followRow(event);
    const anchor = (event.target as Element).closest<HTMLElement>('[data-menu]');
    if (anchor) props.onOpenMenu?.(table.getRow(id).original, anchor);
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keyboards use the link, checkbox and button of each row
    <tbody onChange={onChange} onClick={onClick} className={getRowHref && 'cursor-pointer'}>
      {table.getRowModel().rows.map((row) => (
        <TableRow
          key={row.id}
          id={row.id}
          cells={row.getVisibleCells()}
          href={getRowHref?.(row.original)}
          selected={props.rowSelection[row.id] === true}
        />
      ))}
    </tbody>
  );
}
