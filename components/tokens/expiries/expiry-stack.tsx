'use client';

import { formatNumber } from '@/components/format/format';
import type { ExpiryBar } from './expiry-bars';
import { EXPIRY_KINDS, expiryLooks } from './expiry-words';

/** Room for the number on the highest bar, and for parts that are drawn higher than they are. */
const ABOVE = 24;

/** A bar, of the height that fits the highest; `isTold` with its number where there is room. */
export function ExpiryStack(props: {
  bar: ExpiryBar;
  max: number;
  height: number;
  isTold?: boolean;
}) {
  const { bar, max, height: full } = props;
  const room = full - (props.isTold ? ABOVE : 8);
  let base = full - 1;
  const parts = EXPIRY_KINDS.filter((kind) => bar.counts[kind] > 0).map((kind) => {
    // A count above zero is always visible: at least two pixels.
    const height = Math.max(2, (bar.counts[kind] / max) * room);
    base -= height;
    return { kind, y: base, height };
  });
  return (
    <svg aria-hidden="true" width="100%" height={full} className="block overflow-visible">
      {parts.map(({ kind, y, height }) => (
        <rect
          key={kind}
          {...{ x: '12%', width: '76%', y, height }}
          className={expiryLooks[kind].fill}
        />
      ))}
      {props.isTold && bar.total > 0 && (
        <text
          x="50%"
          y={base - 4}
          textAnchor="middle"
          className="fill-muted text-xs tabular-nums max-sm:hidden"
        >
          {formatNumber(bar.total)}
        </text>
      )}
      <line
        x2="100%"
        y1={full - 0.5}
        y2={full - 0.5}
        className="stroke-line-strong"
        strokeWidth="1"
      />
    </svg>
  );
}
