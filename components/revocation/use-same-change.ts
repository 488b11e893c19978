'use client';

import { useRef } from 'react';
import type { Change } from './change';

/**
 * The same question bears the same key, so that another try after a lost answer happens once.
 * @returns the change that was prepared for it, or `make`'s where something else is asked for
 */
export function useSameChange(): (asked: readonly unknown[], make: () => Change) => Change {
  const last = useRef<{ asked: string; change: Change }>(null);
  return (asked, make) => {
    const text = JSON.stringify(asked);
    if (last.current?.asked !== text) last.current = { asked: text, change: make() };
    return last.current.change;
  };
}
