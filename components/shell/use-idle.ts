import { useEffect } from 'react';
import { useLatest } from '@/components/ui/use-latest';

/** The page comes first: what is read ahead waits until it has stood still for so long. */
const STILL_MS = 4_000;

/** Calls back once, when the page has been there for a while and the browser has nothing to do. */
export function useIdle(onIdle: () => void): void {
  const latest = useLatest(onIdle);
  useEffect(() => {
    const timer = setTimeout(() => {
      // Safari has no idle callbacks.
      if ('requestIdleCallback' in window) requestIdleCallback(() => latest.current());
      else latest.current();
    }, STILL_MS);
    return () => clearTimeout(timer);
  }, [latest]);
}
