'use client';

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { classNames } from '@/components/class-names';
import { columnClass } from './column-class';
import type { DataTableColumn } from './table-types';

type Sort = { column: string; descending: boolean };

const headCell =
  'sticky top-0 z-10 h-8 bg-sunken px-3 text-left text-xs font-medium text-muted whitespace-nowrap shadow-[inset_0_-1px_0_var(--line)]';

/** The header row: select-all, sort buttons inside `th[aria-sort]`, and a named actions column. */
export function TableHead<Row>(props: {
  columns: DataTableColumn<Row>[];
  sort: Sort | undefined;
  onSort: (column: string) => void;
  selection: 'none' | 'some' | 'all' | undefined;
  onSelectAll: (selected: boolean) => void;
  hasMenu: boolean;
}) {
  return (
    <thead>
      <tr>
        {props.selection && (
          <th scope="col" className={classNames(headCell, 'w-10 pr-0')}>
            <SelectAll selection={props.selection} onChange={props.onSelectAll} />
          </th>
        )}
        {props.columns.map((column, index) => (
          <HeadCell
            key={column.id}
            column={column as DataTableColumn<never>}
            first={index === 0}
            sort={props.sort}
            onSort={props.onSort}
          />
        ))}
        {props.hasMenu && (
          <th scope="col" className={classNames(headCell, 'right-0 z-20 w-10')}>
            <span className="sr-only">Actions</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

function HeadCell(props: {
  column: DataTableColumn<never>;
  first: boolean;
  sort: Sort | undefined;
  onSort: (column: string) => void;
}) {
  const { column, sort } = props;
  const className = classNames(
    headCell,
    columnClass(column),
    props.first && 'max-md:left-0 max-md:z-20',
  );
  if (!column.sortable) {
    return (
      <th scope="col" className={className}>
        {column.header}
      </th>
    );
  }
  const sorted = sort?.column === column.id;
  const Icon = sorted ? (sort.descending ? ArrowDown : ArrowUp) : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
      className={className}
    >
      <button
        type="button"
        onClick={() => props.onSort(column.id)}
        className={classNames(
          '-mx-1.5 inline-flex h-6 items-center gap-1 rounded-sm px-1.5 hover:text-ink',
          sorted && 'text-ink',
        )}
      >
        {column.header}
        <Icon aria-hidden size={12} className={sorted ? '' : 'opacity-60'} />
      </button>
    </th>
  );
}

function SelectAll(props: {
  selection: 'none' | 'some' | 'all';
  onChange: (selected: boolean) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = props.selection === 'some';
  }, [props.selection]);
  return (
    <label className="-m-1 grid size-6 place-items-center">
      <input
        ref={input}
        type="checkbox"
        aria-label="Select all rows on this page"
        checked={props.selection === 'all'}
        onChange={(event) => props.onChange(event.target.checked)}
        className="tick-box"
      />
    </label>
  );
}
