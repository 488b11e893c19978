'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { keepFocus } from './keep-focus';

/** Mounted once in the frame: see `keepFocus`. */
export function FocusKeeper() {
  const pathname = usePathname();
  const keeper = useRef<ReturnType<typeof keepFocus>>(undefined);
  const shown = useRef(pathname);
  useEffect(() => {
    keeper.current = keepFocus();
    return () => keeper.current?.stop();
  }, []);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    keeper.current?.arrive();
  }, [pathname]);
  return null;
}
