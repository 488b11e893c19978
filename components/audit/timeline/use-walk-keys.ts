'use client';

import { useEffect } from 'react';
import { usePreferences } from '@/components/preferences/preferences';
import { isDialogOpen, isPlainKey } from '@/components/shell/use-shortcuts';
import { useLatest } from '@/components/ui/use-latest';

type Walk = {
  onOlder: (() => void) | undefined;
  onNewer: (() => void) | undefined;
  /** Absent while nothing is open. */
  onClose: (() => void) | undefined;
};

/** What closes itself by Escape goes first. */
const closesItself = '[aria-expanded=true], [role=menu], [role=listbox], [data-toast]';

/** Whether Escape, pressed here, is meant for what is open beside the list. */
const isFree = ({ target }: KeyboardEvent) =>
  !(target instanceof Element && target.closest(closesItself)) && !isDialogOpen();

/** `j` and `k` walk to the next older and newer row, Escape closes what is open. */
export function useWalkKeys(walk: Walk): void {
  const { goToKeys } = usePreferences();
  const latest = useLatest({ ...walk, goToKeys });
  useEffect(() => {
    function meaningOf(event: KeyboardEvent): (() => void) | undefined {
      const { onOlder, onNewer, onClose, goToKeys: lettersOn } = latest.current;
      if (event.key === 'Escape') return isFree(event) ? onClose : undefined;
      if (!lettersOn || !isPlainKey(event)) return undefined;
      return { j: onOlder, k: onNewer }[event.key];
    }
    function onKeyDown(event: KeyboardEvent) {
      const act = event.defaultPrevented ? undefined : meaningOf(event);
      if (!act) return;
      event.preventDefault();
      act();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [latest]);
}
