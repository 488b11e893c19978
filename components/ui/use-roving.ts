import { type FocusEvent, type KeyboardEvent, useLayoutEffect, useRef } from 'react';

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowRight: (at, last) => (at === last ? 0 : at + 1),
  ArrowLeft: (at, last) => (at === 0 ? last : at - 1),
  Home: () => 0,
  End: (_at, last) => last,
};

const allOf = (bar: HTMLElement) => [...bar.querySelectorAll<HTMLElement>('button, a[href]')];
const buttonsOf = (bar: HTMLElement) => allOf(bar).filter((button) => button.checkVisibility());

/**
 * Makes a bar of buttons one stop of Tab: arrows, Home and End walk them, and Tab comes back to the last
 * one. Spread what it returns on an element with `role="toolbar"` and a name (WAI-ARIA, toolbar pattern).
 */
export function useRoving() {
  const ref = useRef<HTMLDivElement>(null);
  const current = useRef<HTMLElement>(null);
  // Buttons come and go with every render.
  useLayoutEffect(() => {
    const bar = ref.current;
    if (!bar) return;
    const buttons = buttonsOf(bar);
    const stop = buttons.find((button) => button === current.current) ?? buttons[0];
    // What is hidden at this width is reached, once it is shown at another.
    for (const button of allOf(bar)) {
      button.tabIndex = button === stop || !buttons.includes(button) ? 0 : -1;
    }
  });
  function onFocus(event: FocusEvent<HTMLElement>) {
    const bar = event.currentTarget;
    const button = event.target.closest<HTMLElement>('button, a[href]');
    // What a button opens stands elsewhere in the document, though its events pass here.
    if (!button || !bar.contains(button)) return;
    current.current = button;
    for (const each of buttonsOf(bar)) each.tabIndex = each === button ? 0 : -1;
  }
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const bar = event.currentTarget;
    const step = STEPS[event.key];
    const buttons = buttonsOf(bar);
    const at = buttons.indexOf(event.target as HTMLElement);
    if (!step || at === -1) return;
    event.preventDefault();
    buttons[step(at, buttons.length - 1)]?.focus();
  }
  return { ref, onFocus, onKeyDown };
}
