'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import type { NavigationEntry } from './navigation';

const typing =
  'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=menu], [role=listbox]';

function isPaletteKey(event: KeyboardEvent): boolean {
  return (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k';
}

/** Whether a dialog is open. A toast has the role of one too, but asks for nothing: keys work on beside it. */
export const isDialogOpen = (): boolean =>
  document.querySelector(':is([role=dialog], [role=alertdialog]):not([data-toast])') !== null;

/** Letters typed into a field, an open menu or a dialog, or one about to open, are not shortcuts. */
export function isPlainKey(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey) return false;
  if (event.target instanceof Element && event.target.closest(typing)) return false;
  return !isDialogOpen() && document.querySelector('[data-opening]') === null;
}

type Shortcuts = {
  lettersOn: boolean;
  entries: NavigationEntry[];
  onPalette: () => void;
  onHelp: () => void;
};

function searchPage(shortcuts: Shortcuts): void {
  const field = document.querySelector<HTMLInputElement>('[data-page-search]');
  if (field) field.focus();
  else shortcuts.onPalette();
}

/** ⌘K / Ctrl+K always; the single-letter keys only while `lettersOn` and outside fields and dialogs. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const router = useRouter();
  const previous = useRef<KeyPress>(undefined);
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });

  useEffect(() => {
    function act(meaning: KeyMeaning) {
      const { entries, onHelp } = current.current;
      if (meaning?.kind === 'help') onHelp();
      if (meaning?.kind === 'search') searchPage(current.current);
      if (meaning?.kind !== 'go') return;
      const entry = entries.find((each) => each.key === meaning.key);
      if (entry) router.push(entry.href);
    }
    function onKeyDown(event: KeyboardEvent) {
      if (isPaletteKey(event)) {
        event.preventDefault();
        return current.current.onPalette();
      }
      if (!current.current.lettersOn || !isPlainKey(event)) return;
      const press = { key: event.key, atMs: event.timeStamp };
      const meaning = meaningOf(press, previous.current);
      previous.current = meaning?.kind === 'start' ? press : undefined;
      if (!meaning || meaning.kind === 'start') return;
      event.preventDefault();
      act(meaning);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [router]);
}

export type KeyPress = { key: string; atMs: number };

/** `g` then a letter counts when the letter follows within a second. */
export const sequenceMs = 1000;

export type KeyMeaning =
  | { kind: 'search' }
  | { kind: 'help' }
  | { kind: 'start' }
  | { kind: 'go'; key: string }
  | undefined;

/** What a plain key press means, given the press before it. */
export function meaningOf(press: KeyPress, previous: KeyPress | undefined): KeyMeaning {
  const started = previous?.key === 'g' && press.atMs - previous.atMs <= sequenceMs;
  if (started && /^[a-z]$/.test(press.key)) return { kind: 'go', key: press.key };
  if (press.key === 'g') return { kind: 'start' };
  if (press.key === '/') return { kind: 'search' };
  if (press.key === '?') return { kind: 'help' };
  return undefined;
}
