'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

const FIRST_ROWS = 30;

export type RowWindow = {
  /** The scrolling box; all rows have one height, set by class. */
  viewport: RefObject<HTMLDivElement | null>;
  /** Inside it, made as tall as all rows together. */
  extent: RefObject<HTMLDivElement | null>;
  /** Inside that, moved to where the rendered rows (`tr` or `li`) belong. */
  slice: RefObject<HTMLDivElement | null>;
  /** Rows to render: from `start`, up to but without `end`. */
  start: number;
  end: number;
  /** Renders the row at once and scrolls no further than needed to show it. */
  reveal: (index: number) => void;
};

/**
 * Renders only the rows in sight of a long list. Sizes are set through the CSSOM after mounting: the
 * CSP refuses style attributes in server HTML.
 */
export function useRowWindow(count: number): RowWindow {
  const viewport = useRef<HTMLDivElement>(null);
  const extent = useRef<HTMLDivElement>(null);
  const slice = useRef<HTMLDivElement>(null);
  const rowHeightPx = useRef(36);
  const [range, setRange] = useState({ start: 0, end: FIRST_ROWS });

  const update = useCallback(() => {
    const box = viewport.current;
    if (!box) return;
    const next = windowOf(box.scrollTop, box.clientHeight, rowHeightPx.current);
    setRange((current) =>
      current.start === next.start && current.end === next.end ? current : next,
    );
  }, []);

  const end = Math.min(range.end, count);
  const start = Math.max(0, Math.min(range.start, end - 1));

  useLayoutEffect(() => {
    const row = slice.current?.querySelector<HTMLElement>('tr, li');
    if (row && row.offsetHeight > 0) rowHeightPx.current = row.offsetHeight;
    if (extent.current) extent.current.style.height = `${count * rowHeightPx.current}px`;
    if (slice.current) {
      slice.current.style.transform = `translateY(${start * rowHeightPx.current}px)`;
    }
  });

  useEffect(() => {
    const box = viewport.current;
    if (!box) return;
    const observer = new ResizeObserver(update);
    observer.observe(box);
    box.addEventListener('scroll', update, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', update);
    };
  }, [update]);

  const reveal = useCallback(
    (index: number) => {
      const box = viewport.current;
      if (!box) return;
      const top = index * rowHeightPx.current;
      const bottom = top + rowHeightPx.current;
      if (top < box.scrollTop) box.scrollTop = top;
      else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
      flushSync(update);
    },
    [update],
  );

  return { viewport, extent, slice, start, end, reveal };
}

const OVERSCAN_ROWS = 6;

/** Rows to render for a scroll position; `start` moves in steps, so that not every pixel renders. */
export function windowOf(scrollTopPx: number, heightPx: number, rowHeightPx: number) {
  const first = Math.floor(scrollTopPx / rowHeightPx) - OVERSCAN_ROWS;
  const start = Math.max(0, first - (first % OVERSCAN_ROWS));
  const last = Math.ceil((scrollTopPx + heightPx) / rowHeightPx) + OVERSCAN_ROWS;
  return { start, end: Math.ceil(last / OVERSCAN_ROWS) * OVERSCAN_ROWS };
}
