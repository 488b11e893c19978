'use client';

import { type RefObject, useEffect, useRef } from 'react';

/**
 * The latest value, for effects that must not run again when it changes. Server actions need it:
 * every refresh of a page hands over new functions that do the same.
 */
export function useLatest<Value>(value: Value): RefObject<Value> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
