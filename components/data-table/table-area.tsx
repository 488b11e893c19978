'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { type RefObject, useId, useImperativeHandle, useRef, useState } from 'react';
import { formatCount } from '@/components/format/format';
import { IconButton } from '@/components/ui/icon-button';
import { type MenuEntry, preloadMenu, SharedMenu } from '@/components/ui/menu';
import { TableBody } from './table-body';
import { TableHead } from './table-head';
import type { DataTableColumn, Noun } from './table-types';
import { useTableModel } from './use-table-model';

type OpenMenu<Row> = (row: Row, anchor: HTMLElement) => void;

/** The table with what changes by pointing at rows: selection, bulk bar, row menu. */
export function TableArea<Row extends object>(props: {
  caption: string;
  noun: Noun;
  rows: Row[];
  columns: DataTableColumn<Row>[];
  getRowId: (row: Row) => string;
  getRowLabel: (row: Row) => string;
  getRowHref: ((row: Row) => string) | undefined;
  rowActions: ((row: Row) => MenuEntry[]) | undefined;
  bulkActions: ((rows: Row[], clear: () => void) => ReactNode) | undefined;
  sort: { column: string; descending: boolean };
  onSort: (column: string) => void;
  pending: boolean;
  below: ReactNode;
  pagination: ReactNode;
}) {
  const { rows, columns, getRowId, rowActions, bulkActions } = props;
  const { table, rowSelection, setRowSelection } = useTableModel({ rows, columns, getRowId });
  const openMenu = useRef<OpenMenu<Row>>(null);
  const captionId = useId();
  const selectedRows = rows.filter((row) => rowSelection[getRowId(row)]);
  const clear = () => setRowSelection({});

  function selectAll(all: boolean) {
    setRowSelection(
      all ? Object.fromEntries(rows.map((row) => [getRowId(row), true as const])) : {},
    );
  }

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
          className="w-full border-separate border-spacing-0 text-sm transition-opacity delay-150 aria-busy:opacity-60"
        >
          <caption id={captionId} className="sr-only">
            {props.caption}
          </caption>
          <TableHead
            columns={columns}
            sort={props.sort}
            onSort={props.onSort}
            selection={bulkActions && selectionKind(selectedRows.length, rows.length)}
            onSelectAll={selectAll}
            hasMenu={Boolean(rowActions)}
          />
          <TableBody<Row>
            rows={table.getRowModel().rows}
            columns={columns}
            rowSelection={rowSelection}
            onSelectionChange={setRowSelection}
            selectable={bulkActions !== undefined}
            getRowLabel={props.getRowLabel}
            getRowHref={props.getRowHref}
            onOpenMenu={rowActions && ((row, anchor) => openMenu.current?.(row, anchor))}
          />
        </table>
        {props.below}
      </section>
      {props.pagination}
      {bulkActions && selectedRows.length > 0 && (
        <BulkBar count={selectedRows.length} noun={props.noun} onClear={clear}>
          {bulkActions(selectedRows, clear)}
        </BulkBar>
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

function selectionKind(selected: number, all: number): 'none' | 'some' | 'all' {
  if (selected === 0) return 'none';
  return selected === all ? 'all' : 'some';
}

/** Floats at the foot while rows are selected: the count, the actions, and the way out. */
function BulkBar(props: { count: number; noun: Noun; onClear: () => void; children: ReactNode }) {
  return (
    <div
      role="toolbar"
      aria-label="Selected rows"
      className="sticky bottom-4 z-30 mx-auto flex max-w-full flex-wrap items-center gap-2 rounded-lg bg-raised py-1.5 pr-1.5 pl-3 text-sm shadow-popup"
    >
      <span role="status" className="mr-2 font-medium">
        {formatCount(props.count, props.noun.one, props.noun.other)} selected
      </span>
      {props.children}
      <IconButton label="Clear selection" icon={<X aria-hidden />} onClick={props.onClear} />
    </div>
  );
}
