'use client';

import { useEffect, useState } from 'react';
import type { SearchHit } from './command-palette';

const delayMs = 180;
const minimumLength = 2;

/** Asks the server while typing: waits for a pause, and drops answers that come too late. */
export function usePaletteSearch(onSearch: ((query: string) => Promise<SearchHit[]>) | undefined) {
  const [query, setQuery] = useState('');
  const [hits, setHits] = useState<SearchHit[]>([]);
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const wanted = query.trim();
    setFailed(false);
    if (!onSearch || wanted.length < minimumLength) {
      setHits([]);
      setPending(false);
      return;
    }
    let late = false;
    setPending(true);
    const timer = setTimeout(async () => {
      try {
        const found = await onSearch(wanted);
        if (!late) setHits(found);
      } catch (cause) {
        if (late) return;
        console.error(new Error('Palette search failed', { cause }));
        setHits([]);
        setFailed(true);
      } finally {
        if (!late) setPending(false);
      }
    }, delayMs);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [query, onSearch]);

  return { query, setQuery, hits, pending, failed };
}
