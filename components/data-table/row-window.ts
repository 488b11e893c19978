const OVERSCAN_ROWS = 6;

/** Rows to render for a scroll position; `start` moves in steps, so that not every pixel renders. */
export function windowOf(scrollTopPx: number, heightPx: number, rowHeightPx: number) {
  const first = Math.floor(scrollTopPx / rowHeightPx) - OVERSCAN_ROWS;
  const start = Math.max(0, first - (first % OVERSCAN_ROWS));
  const last = Math.ceil((scrollTopPx + heightPx) / rowHeightPx) + OVERSCAN_ROWS;
  return { start, end: Math.ceil(last / OVERSCAN_ROWS) * OVERSCAN_ROWS };
}
