'use client';

import { usePathname, useSearchParams } from 'next/navigation';

/** Builds the address of this view with one row's details open, or (null) with them closed. */
export function useRowHref(parameter: 'event' | 'decision') {
  const pathname = usePathname();
  const current = useSearchParams();
  return (id: string | null): string => {
    const next = new URLSearchParams(current);
    next.delete('event');
    next.delete('decision');
    if (id !== null) next.set(parameter, id);
    return `${pathname}?${next}`;
  };
}
