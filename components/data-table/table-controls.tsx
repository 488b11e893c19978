'use client';

import { Subscribe } from '@tanstack/react-table';
import { useEffect, useRef } from 'react';
import type { TableModel } from './table-features';

const handledByTable = () => undefined;

/** The checkbox in the header: all rows of this page, none, or some. */
export function SelectAll<Shown extends object>({ table }: { table: TableModel<Shown> }) {
  return (
    <Subscribe source={table.atoms.rowSelection}>{() => <AllOrSome table={table} />}</Subscribe>
  );
}

function AllOrSome<Shown extends object>({ table }: { table: TableModel<Shown> }) {
  const input = useRef<HTMLInputElement>(null);
  const all = table.getIsAllPageRowsSelected();
  const some = table.getIsSomePageRowsSelected() && !all;
  useEffect(() => {
    if (input.current) input.current.indeterminate = some;
  }, [some]);
  return (
    <label className="-m-1 grid size-6 place-items-center">
      <input
        ref={input}
        type="checkbox"
        aria-label="Select all rows on this page"
        checked={all}
        onChange={table.getToggleAllPageRowsSelectedHandler()}
        className="tick-box"
      />
    </label>
  );
}

/** The checkbox of a row. Its changes are handled once for all rows, by the table's body. */
export function SelectRow(props: { id: string; label: string; selected: boolean }) {
  return (
    <label className="-m-1 grid size-6 place-items-center">
      <input
        type="checkbox"
        aria-label={`Select ${props.label}`}
        data-select={props.id}
        checked={props.selected}
        onChange={handledByTable}
        className="tick-box"
      />
    </label>
  );
}

/** Opens the menu that all rows share; the table's body handles its clicks, too. */
export function MenuButton(props: { id: string; label: string }) {
  return (
    <button
      type="button"
      data-menu={props.id}
      aria-haspopup="menu"
      aria-label={`Actions for ${props.label}`}
      className="inline-grid size-7 place-items-center rounded-md text-muted hover:bg-line hover:text-ink"
    >
      <span aria-hidden className="row-dots" />
    </button>
  );
}
