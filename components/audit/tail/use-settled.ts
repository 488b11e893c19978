'use client';

import { useEffect, useState } from 'react';
import { useLatest } from '@/components/ui/use-latest';

/** A value that follows another at most once in so long: for live regions, which nobody can read faster. */
export function useSettled<Value>(value: Value, ms: number): Value {
  const [settled, setSettled] = useState(value);
  const latest = useLatest(value);
  const isDue = value !== settled;
  useEffect(() => {
    if (!isDue) return;
    const timer = setTimeout(() => setSettled(latest.current), ms);
    return () => clearTimeout(timer);
  }, [isDue, ms, latest]);
  return settled;
}
