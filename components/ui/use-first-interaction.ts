'use client';

import { useEffect } from 'react';
import { useLatest } from './use-latest';

/** Calls back once, at the first press of a pointer or key: the page is read, now it is used. */
export function useFirstInteraction(onInteraction: (press: Event) => void): void {
  const latest = useLatest(onInteraction);
  useEffect(() => {
    const listening = new AbortController();
    const options = { capture: true, passive: true, signal: listening.signal };
    function act(press: Event) {
      listening.abort();
      latest.current(press);
    }
    document.addEventListener('pointerdown', act, options);
    document.addEventListener('keydown', act, options);
    return () => listening.abort();
  }, [latest]);
}

/**
 * Goes on once the pointer is released and has clicked: what is put in the place of a button between
 * press and release takes the click away.
 */
export function whenReleased(press: Event, then: () => void): void {
  if (press.type !== 'pointerdown') {
    then();
    return;
  }
  const waiting = new AbortController();
  const options = { capture: true, passive: true, signal: waiting.signal };
  function released() {
    waiting.abort();
    // The click comes in the same task.
    setTimeout(then);
  }
  document.addEventListener('pointerup', released, options);
  document.addEventListener('pointercancel', released, options);
}
