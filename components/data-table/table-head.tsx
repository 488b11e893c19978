'use client';

import { FlexRender, type Header } from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { classNames } from '@/components/class-names';
import { headClassOf } from './column-class';
import type { Features, TableModel } from './table-features';

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const;
const ICONS = { asc: ArrowUp, desc: ArrowDown };

/** The header row: select-all, sort buttons inside `th[aria-sort]`, and a named actions column. */
export function TableHead<Shown extends object>({ table }: { table: TableModel<Shown> }) {
  return (
    <thead>
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id}>
          {group.headers.map((header) => (
            <HeadCell key={header.id} header={header} />
          ))}
        </tr>
      ))}
    </thead>
  );
}

function HeadCell<Shown extends object>(props: { header: Header<Features, Shown> }) {
  const { header } = props;
  const { column } = header;
  const sorted = column.getIsSorted();
  const Icon = sorted ? ICONS[sorted] : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={sorted && column.getCanSort() ? ARIA_SORT[sorted] : undefined}
      data-phone={column.columnDef.meta?.phone}
      className={headClassOf(column)}
    >
      {column.getCanSort() ? (
        <button
          type="button"
          onClick={column.getToggleSortingHandler()}
          className={classNames(
            '-mx-1.5 inline-flex h-6 items-center gap-1 rounded-sm px-1.5 hover:text-ink',
            sorted && 'text-ink',
          )}
        >
          <FlexRender header={header} />
          <Icon aria-hidden size={12} className={sorted ? '' : 'opacity-60'} />
        </button>
      ) : (
        <FlexRender header={header} />
      )}
    </th>
  );
}
