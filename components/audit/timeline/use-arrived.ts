'use client';

import { useCallback, useMemo, useState } from 'react';
import { idOf, type TimelineEntry, timeOf } from './entry';

const none: readonly TimelineEntry[] = [];

/** The rows of the page, and those that arrived since and are shown, in one order. */
export function useArrived(tailFrom: string | null, read: readonly TimelineEntry[]) {
  const [shown, setShown] = useState<{ since: string | null; rows: readonly TimelineEntry[] }>();
  const arrived = shown?.since === tailFrom ? shown.rows : none;
  const known = useMemo(() => new Set(read.map(idOf)), [read]);
  const newIds = useMemo(() => new Set(arrived.map(idOf)), [arrived]);
  const rows = useMemo(
    () => (arrived.length === 0 ? read : [...arrived, ...read].toSorted(newestFirst)),
    [arrived, read],
  );
  const show = useCallback(
    (next: readonly TimelineEntry[]) => setShown({ since: tailFrom, rows: next }),
    [tailFrom],
  );
  return { rows, known, newIds, show };
}

// All times have six digits and end in Z: they sort as text.
const newestFirst = (one: TimelineEntry, other: TimelineEntry) =>
  timeOf(one) < timeOf(other) ? 1 : -1;
