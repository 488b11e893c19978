'use client';

import { useEffect } from 'react';
import { useLatest } from './use-latest';

/** Calls back once, at the first press of a pointer or key: the page is read, now it is used. */
export function useFirstInteraction(onInteraction: () => void): void {
  const latest = useLatest(onInteraction);
  useEffect(() => {
    const listening = new AbortController();
    const options = { capture: true, passive: true, signal: listening.signal };
    function act() {
      listening.abort();
      latest.current();
    }
    document.addEventListener('pointerdown', act, options);
    document.addEventListener('keydown', act, options);
    return () => listening.abort();
  }, [latest]);
}
