'use client';

import { Ellipsis } from 'lucide-react';
import NextLink from 'next/link';
import { memo, type ReactNode } from 'react';
import { classNames } from '@/components/class-names';
import { cellClass, columnClass } from './column-class';
import type { DataTableColumn } from './table-types';

type TableRowProps<Row> = {
  row: Row;
  rowId: string;
  rowLabel: string;
  href: string | undefined;
  columns: DataTableColumn<Row>[];
  selectable: boolean;
  selected: boolean;
  hasMenu: boolean;
};

const handledByTable = () => undefined;

// Events are handled once on the tbody, so a row holds no closures and can be skipped by memo.
function TableRowInner<Row>(props: TableRowProps<Row>) {
  const { row, rowId, rowLabel, columns, selected } = props;
  return (
    <tr
      data-row={rowId}
      data-selected={selected || undefined}
      className="group bg-surface hover:bg-hover data-selected:bg-accent-soft last:[&>*]:border-b-0"
    >
      {props.selectable && (
        <td className={classNames(cellClass, 'w-10 pr-0')}>
          <label className="-m-1 grid size-6 place-items-center">
            <input
              type="checkbox"
              aria-label={`Select ${rowLabel}`}
              data-select={rowId}
              checked={selected}
              onChange={handledByTable}
              className="tick-box"
            />
          </label>
        </td>
      )}
      {columns.map((column, index) =>
        index === 0 ? (
          <th
            key={column.id}
            scope="row"
            className={classNames(
              cellClass,
              'w-full max-w-0 min-w-48 text-left font-medium max-md:sticky max-md:left-0 max-md:min-w-36 max-md:bg-inherit max-md:shadow-[inset_-1px_0_0_var(--line)]',
              columnClass(column as DataTableColumn<never>),
            )}
          >
            <RowLink href={props.href}>{column.cell(row)}</RowLink>
          </th>
        ) : (
          <td
            key={column.id}
            className={classNames(
              cellClass,
              'max-w-64 truncate',
              columnClass(column as DataTableColumn<never>),
            )}
          >
            {column.cell(row)}
          </td>
        ),
      )}
      {props.hasMenu && (
        <td
          className={classNames(
            cellClass,
            'sticky right-0 w-10 bg-inherit pl-0 text-right edge-when-covering',
          )}
        >
          <button
            type="button"
            data-menu={rowId}
            aria-haspopup="menu"
            aria-label={`Actions for ${rowLabel}`}
            className="inline-grid size-7 place-items-center rounded-md text-muted hover:bg-line hover:text-ink"
          >
            <Ellipsis aria-hidden size={16} />
          </button>
        </td>
      )}
    </tr>
  );
}

function RowLink(props: { href: string | undefined; children: ReactNode }) {
  if (!props.href) return props.children;
  return (
    <NextLink
      href={props.href}
      prefetch={false}
      data-row-link=""
      className="block min-h-6 truncate rounded-sm leading-6 underline-offset-2 group-hover:underline"
    >
      {props.children}
    </NextLink>
  );
}

export const TableRow = memo(TableRowInner) as typeof TableRowInner;
