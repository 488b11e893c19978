'use client';

import { FlexRender } from '@tanstack/react-table';
import NextLink from 'next/link';
import { memo, type ReactNode } from 'react';
import { cellClassOf } from './column-class';
import type { ModelRow } from './table-features';

type TableRowProps<Shown extends object> = {
  id: string;
  cells: ReturnType<ModelRow<Shown>['getVisibleCells']>;
  href: string | undefined;
  selected: boolean;
};

// Events are handled once on the tbody, so a row holds no closures and can be skipped by memo.
function TableRowInner<Shown extends object>(props: TableRowProps<Shown>) {
  return (
    <tr
      data-row={props.id}
      data-selected={props.selected || undefined}
      className="group bg-surface hover:bg-hover data-selected:bg-accent-soft last:[&>*]:border-b-0"
    >
      {props.cells.map((cell) =>
        cell.column.columnDef.meta?.kind === 'name' ? (
          <th
            key={cell.id}
            scope="row"
            data-phone={cell.column.columnDef.meta.phone}
            className={cellClassOf(cell.column)}
          >
            <RowLink href={props.href}>
              <FlexRender cell={cell} />
            </RowLink>
          </th>
        ) : (
          <td
            key={cell.id}
            data-phone={cell.column.columnDef.meta?.phone}
            className={cellClassOf(cell.column)}
          >
            <FlexRender cell={cell} />
          </td>
        ),
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
