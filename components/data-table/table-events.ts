'use client';

import type { ChangeEvent, MouseEvent } from 'react';

const interactive = 'a, button, input, select, textarea, label, summary, time';

/** The row id of a checkbox or menu button inside the table, if the event came from one. */
export function rowIdOf(target: EventTarget, attribute: 'select' | 'menu'): string | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest<HTMLElement>(`[data-${attribute}]`)?.dataset[attribute];
}

/** A click on a row's empty part follows its link; with a modifier, in a new tab as links do. */
export function followRow(event: MouseEvent<HTMLElement>): void {
  if (!(event.target instanceof Element) || event.target.closest(interactive)) return;
  if (window.getSelection()?.toString()) return;
  const link = event.target
    .closest('[data-row]')
    ?.querySelector<HTMLAnchorElement>('[data-row-link]');
  if (!link) return;
  if (event.metaKey || event.ctrlKey) window.open(link.href, '_blank', 'noopener');
  else link.click();
}

/** Ids between two rows, both included, in the order of `ids`; for shift-click. */
export function idsBetween(ids: string[], from: string | undefined, to: string): string[] {
  const start = from === undefined ? -1 : ids.indexOf(from);
  const end = ids.indexOf(to);
  if (start === -1 || end === -1) return [to];
  return ids.slice(Math.min(start, end), Math.max(start, end) + 1);
}

/** Whether shift was held for this change of a checkbox. */
export function isRangeChange(event: ChangeEvent<HTMLElement>): boolean {
  return event.nativeEvent instanceof Event && 'shiftKey' in event.nativeEvent
    ? event.nativeEvent.shiftKey === true
    : false;
}
