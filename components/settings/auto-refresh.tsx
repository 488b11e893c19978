'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Reads the page's data again every few seconds, while the tab is in sight. */
export function AutoRefresh(props: { seconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh();
    }, props.seconds * 1_000);
    return () => clearInterval(timer);
  }, [router, props.seconds]);
  return null;
}
