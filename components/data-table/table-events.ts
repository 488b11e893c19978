'use client';

import type { MouseEvent } from 'react';

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
