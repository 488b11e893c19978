'use client';

import { Subscribe } from '@tanstack/react-table';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { type RefObject, useId, useImperativeHandle, useRef, useState } from 'react';
import { classNames } from '@/components/class-names';
import { formatNumber } from '@/components/format/format';
import { IconButton } from '@/components/ui/icon-button';
import { type MenuEntry, preloadMenu, SharedMenu } from '@/components/ui/menu';
import { TableBody } from './table-body';
import type { TableModel } from './table-features';
import { TableHead } from './table-head';
import type { Noun } from './table-types';

type OpenMenu<Row> = (row: Row, anchor: HTMLElement) => void;

/** The table with what changes by pointing at rows: selection, bulk bar, row menu. */
export function TableArea<Row extends object>(props: {
  table: TableModel<Row>;
  caption: string;
  noun: Noun;
  getRowHref: ((row: Row) => string) | undefined;
  rowActions: ((row: Row) => MenuEntry[]) | undefined;
  bulkActions: ((rows: Row[], clear: () => void) => ReactNode) | undefined;
  pending: boolean;
  below: ReactNode;
  pagination: ReactNode;
}) {
  const { table, rowActions, bulkActions } = props;
  const isTwoLine = table.getAllColumns().some(({ columnDef }) => columnDef.meta?.phone);
  const openMenu = useRef<OpenMenu<Row>>(null);
  const captionId = useId();
  return (
    <>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-labelledby={captionId}
        onPointerEnter={rowActions && preloadMenu}
        onFocus={rowActions && preloadMenu}
        className="scroll-region relative isolate min-w-0 overflow-auto rounded-lg border border-line bg-surface md:max-h-[calc(100dvh-11rem)]"
      >
        <table
          aria-busy={props.pending}
          className={classNames(
            'w-full border-separate border-spacing-0 text-sm transition-opacity delay-150 aria-busy:opacity-60',
            isTwoLine && 'two-line-rows',
          )}
        >
          <caption id={captionId} className="sr-only">
            {props.caption}
          </caption>
          <TableHead<Row> table={table} />
          <Subscribe source={table.atoms.rowSelection}>
            {(rowSelection) => (
              <TableBody<Row>
                table={table}
                rowSelection={rowSelection}
                getRowHref={props.getRowHref}
                onOpenMenu={rowActions && ((row, anchor) => openMenu.current?.(row, anchor))}
              />
            )}
          </Subscribe>
        </table>
        {props.below}
      </section>
      {props.pagination}
      {bulkActions && (
        <Subscribe source={table.atoms.rowSelection}>
          {() => <BulkBar table={table} noun={props.noun} bulkActions={bulkActions} />}
        </Subscribe>
      )}
      {rowActions && <RowMenu openRef={openMenu} rowActions={rowActions} />}
    </>
  );
}

/** The one menu of all rows, with its own state, so that opening it re-renders no row. */
function RowMenu<Row>(props: {
  openRef: RefObject<OpenMenu<Row> | null>;
  rowActions: (row: Row) => MenuEntry[];
}) {
  const [menu, setMenu] = useState<{ row: Row; anchor: HTMLElement }>();
  const [entries, setEntries] = useState<MenuEntry[]>([]);
  useImperativeHandle(props.openRef, () => (row, anchor) => {
    setEntries(props.rowActions(row));
    setMenu(menu?.anchor === anchor ? undefined : { row, anchor });
  });
  return <SharedMenu anchor={menu?.anchor} onClose={() => setMenu(undefined)} entries={entries} />;
}

/** Floats at the foot while rows are selected: the count, the actions, and the way out. */
function BulkBar<Row extends object>(props: {
  table: TableModel<Row>;
  noun: Noun;
  bulkActions: (rows: Row[], clear: () => void) => ReactNode;
}) {
  const { table, noun } = props;
  const rows = table.getSelectedRowModel().rows.map((row) => row.original);
  if (rows.length === 0) return null;
  const clear = () => table.resetRowSelection();
  return (
    <div
      role="toolbar"
      aria-label="Selected rows"
      className="sticky bottom-4 z-30 mx-auto flex max-w-full items-center gap-2 rounded-lg bg-raised py-1.5 pr-1.5 pl-3 text-sm shadow-popup"
    >
      {/* What wraps stands beside the way out, which keeps its place. */}
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
        <span role="status" className="mr-2 font-medium">
          {formatNumber(rows.length)}{' '}
          <span className="max-md:sr-only">{rows.length === 1 ? noun.one : noun.other}</span>{' '}
          selected
        </span>
        {props.bulkActions(rows, clear)}
      </div>
      <IconButton
        label="Clear selection"
        icon={<X aria-hidden />}
        onClick={clear}
        className="self-start"
      />
    </div>
  );
}
