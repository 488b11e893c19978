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
function TableRowInner<Shown extends object>({ cells, ...props }: TableRowProps<Shown>) {
  const box = cells.find(({ column }) => column.columnDef.meta?.kind === 'select');
  return (
    <tr data-row={props.id} data-selected={props.selected || undefined} className="group list-row">
      {box && <Cell cell={box} />}
      <Cells cells={cells} href={props.href} />
    </tr>
  );
}

type CellsProps<Shown extends object> = Pick<TableRowProps<Shown>, 'cells' | 'href'>;

/** All but the checkbox: what a row says is the same whether it is selected or not. */
function CellsInner<Shown extends object>({ cells, href }: CellsProps<Shown>): ReactNode {
  return cells.map((cell) => {
    const { meta } = cell.column.columnDef;
    if (meta?.kind === 'select') return null;
    if (meta?.kind !== 'name') return <Cell key={cell.id} cell={cell} />;
    return (
      <th key={cell.id} scope="row" data-phone={meta.phone} className={cellClassOf(cell.column)}>
        <RowLink href={href}>
          <FlexRender cell={cell} />
        </RowLink>
      </th>
    );
  });
}
const Cells = memo(CellsInner) as typeof CellsInner;

function Cell<Shown extends object>(props: { cell: TableRowProps<Shown>['cells'][number] }) {
  const { column } = props.cell;
  return (
    <td data-phone={column.columnDef.meta?.phone} className={cellClassOf(column)}>
      <FlexRender cell={props.cell} />
    </td>
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
