'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from '@/components/class-names';

/** A row of tabs that scrolls where it is too long, with the current one in sight. */
export function TabScroller(props: {
  label: string;
  current: string;
  /** Wide screens have it beside the page, in a column. */
  beside?: boolean | undefined;
  children: ReactNode;
}) {
  const row = useRef<HTMLElement>(null);
  const { current } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is current
  useEffect(() => {
    const tab = row.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (!row.current || !tab) return;
    const [outer, inner] = [row.current.getBoundingClientRect(), tab.getBoundingClientRect()];
    // No scrollIntoView: that would scroll the page as well.
    row.current.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  }, [current]);
  return (
    <nav
      ref={row}
      aria-label={props.label}
      className={classNames(
        '-mx-4 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0',
        props.beside && 'xl:sticky xl:top-5 xl:overflow-visible xl:border-b-0',
      )}
    >
      {props.children}
    </nav>
  );
}
