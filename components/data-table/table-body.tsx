'use client';

import type { RowSelectionState } from '@tanstack/react-table';
import { type ChangeEvent, type MouseEvent, useRef } from 'react';
import { followRow, idsBetween, isRangeChange, rowIdOf } from './table-events';
import { TableRow } from './table-row';
import type { DataTableColumn } from './table-types';

type BodyRow<Row> = { id: string; original: Row };

/** The rows. One listener for all of them, so that selecting one of 500 re-renders one. */
export function TableBody<Row>(props: {
  rows: BodyRow<Row>[];
  columns: DataTableColumn<Row>[];
  rowSelection: RowSelectionState;
  onSelectionChange: (update: (current: RowSelectionState) => RowSelectionState) => void;
  selectable: boolean;
  getRowLabel: (row: Row) => string;
  getRowHref: ((row: Row) => string) | undefined;
  onOpenMenu: ((row: Row, anchor: HTMLElement) => void) | undefined;
}) {
  const { rows } = props;
  const lastSelected = useRef<string>(undefined);

  function onChange(event: ChangeEvent<HTMLElement>) {
    const id = rowIdOf(event.target, 'select');
    if (id === undefined || !(event.target instanceof HTMLInputElement)) return;
    const { checked } = event.target;
    const from = isRangeChange(event) ? lastSelected.current : undefined;
    const hit = idsBetween(
      rows.map((row) => row.id),
      from,
      id,
    );
    lastSelected.current = id;
    props.onSelectionChange((current) => {
      if (checked) {
        return { ...current, ...Object.fromEntries(hit.map((each) => [each, true as const])) };
      }
      return Object.fromEntries(Object.entries(current).filter(([each]) => !hit.includes(each)));
    });
  }

  function onClick(event: MouseEvent<HTMLElement>) {
    const id = rowIdOf(event.target, 'menu');
    if (id === undefined) return followRow(event);
    const row = rows.find((each) => each.id === id);
    const anchor = (event.target as Element).closest<HTMLElement>('[data-menu]');
    if (row && anchor) props.onOpenMenu?.(row.original, anchor);
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keyboards use the link, checkbox and button of each row
    <tbody onChange={onChange} onClick={onClick} className={props.getRowHref && 'cursor-pointer'}>
      {rows.map((row) => (
        <TableRow
          key={row.id}
          row={row.original}
          rowId={row.id}
          rowLabel={props.getRowLabel(row.original)}
          href={props.getRowHref?.(row.original)}
          columns={props.columns}
          selectable={props.selectable}
          selected={props.rowSelection[row.id] === true}
          hasMenu={props.onOpenMenu !== undefined}
        />
      ))}
    </tbody>
  );
}
