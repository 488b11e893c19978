'use client';

import { useRef } from 'react';
import { type Change, type Settled, settle } from './change';

/**
 * Sends a change. The same question bears the same key, so that another try after a lost answer happens
 * once; asked again after it was done, it is another.
 * @returns sends what was prepared for the question, or `make`'s where something else was asked before
 */
export function useSameChange(): (
  asked: readonly unknown[],
  make: () => Change,
) => Promise<Settled> {
  const last = useRef<{ asked: string; change: Change }>(null);
  return async (asked, make) => {
    const text = JSON.stringify(asked);
    const sent = last.current?.asked === text ? last.current : { asked: text, change: make() };
    last.current = sent;
    const settled = await settle(sent.change);
    if (settled.status === 'done' && last.current === sent) last.current = null;
    return settled;
  };
}
