'use client';

import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import { type ChooserRow, namesBetween, selectionOf } from './chooser-model';

type Grid = {
  rows: ChooserRow[];
  selected: ReadonlySet<string>;
  readOnly: boolean;
  reveal: (index: number) => void;
  focusRow: (index: number) => void;
  onSet: (names: string[], value: boolean) => void;
  onToggleGroup: (tag: string) => void;
};

const namesOf = (row: ChooserRow) =>
  row.kind === 'group' ? row.group.names : [row.operation.name];

const indexOf = (target: EventTarget) => {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
  return row ? Number(row.dataset.index) : -1;
};

/**
 * The grid's keyboard and mouse: arrows, Home, End and Page keys walk the rows; right and left open and
 * close a group; space ticks; shift with an arrow, space or click gives the range the same tick.
 */
export function useChooserKeys(grid: Grid) {
  const { rows, selected, readOnly } = grid;
  const [wanted, setActive] = useState(0);
  const active = Math.min(wanted, rows.length - 1);
  const anchor = useRef(0);
  // Browsers differ in whether the click that space makes carries the shift key.
  const shiftHeld = useRef(false);

  function set(index: number, value: boolean, range: boolean) {
    const row = rows[index];
    if (!row || readOnly) return;
    const from = Math.min(anchor.current, rows.length - 1);
    grid.onSet(range ? namesBetween(rows, from, index) : namesOf(row), value);
    if (!range) anchor.current = index;
  }

  function go(index: number) {
    setActive(index);
    grid.reveal(index);
    grid.focusRow(index);
  }

  function walk(event: KeyboardEvent, next: number) {
    event.preventDefault();
    const row = rows[active];
    if (event.shiftKey && row) {
      const value = selectionOf(namesOf(row), selected).state === 'all';
      anchor.current = active;
      set(next, value, true);
    }
    go(next);
  }

  function openOrClose(event: KeyboardEvent) {
    const row = rows[active];
    if (!row) return;
    event.preventDefault();
    const opens = event.key === 'ArrowRight';
    if (row.kind === 'group') {
      if (row.open !== opens) grid.onToggleGroup(row.group.tag);
    } else if (!opens) {
      go(rows.findLastIndex((each, index) => each.kind === 'group' && index < active));
    }
  }

  return {
    active,
    onKeyDown(event: KeyboardEvent) {
      shiftHeld.current = event.shiftKey;
      const next = rowAfterKey(event.key, active, rows.length);
      const onChip = event.target instanceof HTMLButtonElement;
      if (next !== null) walk(event, next);
      else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') openOrClose(event);
      // Enter in a checkbox would submit the form around it.
      else if (event.key === 'Enter' && !onChip) event.preventDefault();
    },
    onKeyUp(event: KeyboardEvent) {
      // Space ticks on its key-up, so this must come after it.
      const { shiftKey } = event;
      setTimeout(() => {
        shiftHeld.current = shiftKey;
      });
    },
    onClick(event: MouseEvent) {
      const { target } = event;
      const index = indexOf(target);
      const row = rows[index];
      if (!row || !(target instanceof Element)) return;
      setActive(index);
      const chip = target.closest<HTMLElement>('[data-method]');
      if (chip && row.kind === 'group') {
        const ofMethod = row.group.methods.find(([method]) => method === chip.dataset.method)?.[1];
        if (ofMethod) grid.onSet(ofMethod, selectionOf(ofMethod, selected).state !== 'all');
      } else if (target instanceof HTMLInputElement) {
        set(index, target.checked, event.shiftKey || shiftHeld.current);
      } else if (row.kind === 'group') {
        grid.onToggleGroup(row.group.tag);
      } else {
        set(index, !selected.has(row.operation.name), event.shiftKey);
      }
    },
    onFocus(event: { target: EventTarget }) {
      const index = indexOf(event.target);
      if (index >= 0 && index !== active) setActive(index);
    },
  };
}

const PAGE_ROWS = 10;

/** The row an arrow or page key leads to, kept inside the list; null for any other key. */
export function rowAfterKey(key: string, active: number, count: number): number | null {
  const inside = (index: number) => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case 'ArrowDown':
      return inside(active + 1);
    case 'ArrowUp':
      return inside(active - 1);
    case 'PageDown':
      return inside(active + PAGE_ROWS);
    case 'PageUp':
      return inside(active - PAGE_ROWS);
    case 'Home':
      return inside(0);
    case 'End':
      return inside(count - 1);
    default:
      return null;
  }
}
