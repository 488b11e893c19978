'use client';

import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { formatCount, formatNumber } from '@/components/format/format';
import { useHydrated } from '@/components/ui/clock';
import type { Bucket, Counted } from './histogram-question';
import { axisEnd, axisTime, placeAt, spread } from './time-scale';

const HEIGHT = 88;

// From below: what was denied stands on the axis, so that it can be compared.
const series = [
  { of: 'denied', label: 'Denied', fill: 'fill-danger' },
  { of: 'allowed', label: 'Allowed', fill: 'fill-ok' },
  { of: 'changes', label: 'Changes', fill: 'fill-info' },
] as const;

const totalOf = (bucket: Bucket) => bucket.allowed + bucket.denied + bucket.changes;

/** From the beginning of one bucket to the end of another. */
type Picked = { readonly anchor: number; readonly at: number };

/**
 * Counts over time. Dragging, or Shift with the arrow keys and then Enter, looks closer; the bucket
 * under the pointer or the keys is read out below.
 */
export function TimeChart(props: {
  counted: Pick<Counted, 'buckets' | 'stepSeconds'>;
  /** What all of it is: "Last 24 hours". */
  title: string;
  isBusy: boolean;
  /** ISO times; the end is left out. */
  onZoom: (from: string, to: string) => void;
}) {
  const { buckets, stepSeconds } = props.counted;
  const timeZone = useHydrated() ? undefined : 'UTC';
  const count = buckets.length;
  const stepMs = stepSeconds * 1000;
  const startMs = Date.parse(buckets[0]?.at ?? '');
  const end = axisEnd(Math.max(0, ...buckets.map(totalOf)));
  const timeOf = (place: number) =>
    axisTime(startMs + place * stepMs, stepMs, count * stepMs, timeZone);
  const { picked, ...pickers } = usePicked(count, ([from, to]) =>
    props.onZoom(
      new Date(startMs + from * stepMs).toISOString(),
      new Date(startMs + (to + 1) * stepMs).toISOString(),
    ),
  );
  const [first, last] = picked ? inOrder(picked) : [0, count - 1];

  const readout = sumOf(buckets.slice(first, last + 1));
  const span = `${timeOf(first)} to ${timeOf(last + 1)}`;
  return (
    <figure aria-busy={props.isBusy} className="space-y-1.5 aria-busy:opacity-60">
      <figcaption className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">
        <span className="tabular-nums">{picked ? span : props.title}</span>
        {series.map(({ of, label, fill }) => (
          <span key={of} className="inline-flex items-center gap-1.5">
            <svg aria-hidden="true" width="8" height="8">
              <rect width="8" height="8" rx="2" className={fill} />
            </svg>
            {label}
            <span className="font-medium text-ink tabular-nums">{formatNumber(readout[of])}</span>
          </span>
        ))}
      </figcaption>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 gap-y-1 text-xs text-muted">
        <div aria-hidden className="-my-1.5 flex flex-col justify-between text-right tabular-nums">
          <span>{formatNumber(end)}</span>
          <span>{end > 1 ? formatNumber(end / 2) : ''}</span>
          <span>0</span>
        </div>
        <div
          role="slider"
          tabIndex={0}
          aria-label="Time, by decisions and changes"
          aria-description="Arrow keys read, Shift with them picks a span, Enter looks closer"
          aria-valuemin={0}
          aria-valuemax={Math.max(0, count - 1)}
          aria-valuenow={picked?.at ?? count - 1}
          aria-valuetext={`${span}: ${wordsOf(readout)}`}
          {...pickers}
          className="cursor-crosshair touch-pan-y rounded-sm"
        >
          <svg
            aria-hidden="true"
            width="100%"
            height={HEIGHT}
            viewBox={`0 0 ${Math.max(1, count)} ${HEIGHT}`}
            preserveAspectRatio="none"
            className="block overflow-visible"
          >
            {[0, 0.5, 1].map((part) => (
              <line
                key={part}
                x1="0"
                x2={count}
                y1={HEIGHT * part}
                y2={HEIGHT * part}
                vectorEffect="non-scaling-stroke"
                className={part === 1 ? 'stroke-line-strong' : 'stroke-line'}
              />
            ))}
            {picked && (
              <rect x={first} width={last - first + 1} height={HEIGHT} className="fill-hover" />
            )}
            {buckets.map((bucket, index) => (
              <Column key={bucket.at} bucket={bucket} x={index} end={end} />
            ))}
          </svg>
        </div>
        <div aria-hidden className="col-start-2 flex justify-between tabular-nums">
          {spread(count + 1, 5).map((place, index) => (
            <span key={place} className={index % 2 === 1 ? 'max-sm:hidden' : undefined}>
              {timeOf(place)}
            </span>
          ))}
        </div>
      </div>
    </figure>
  );
}

/** Which buckets pointer or keys have picked; looking closer ends it. */
function usePicked(count: number, onZoom: (picked: readonly [number, number]) => void) {
  const [picked, setPicked] = useState<Picked | null>(null);
  const dragged = useRef<Picked | null>(null);
  /** The state may be an event behind when the pointer comes up. */
  function drag(span: Picked | null) {
    dragged.current = span;
    setPicked(span);
  }
  function zoom(span: Picked) {
    drag(null);
    onZoom(inOrder(span));
  }
  function placeOf(event: PointerEvent<HTMLElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return placeAt((event.clientX - left) / width, count);
  }
  return {
    picked,
    onKeyDown(event: KeyboardEvent) {
      const next = keyTarget(event.key, picked?.at ?? null, count);
      if (next !== undefined) {
        setPicked({ anchor: event.shiftKey && picked ? picked.anchor : next, at: next });
      } else if (event.key === 'Enter' && picked) zoom(picked);
      else if (event.key === 'Escape' && picked) setPicked(null);
      else return;
      event.preventDefault();
    },
    onBlur: () => setPicked(null),
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const at = placeOf(event);
      drag({ anchor: at, at });
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const at = placeOf(event);
      if (dragged.current) drag({ ...dragged.current, at });
      else setPicked({ anchor: at, at });
    },
    onPointerUp: () => dragged.current && zoom(dragged.current),
    onPointerCancel: () => drag(null),
    onPointerLeave: () => !dragged.current && setPicked(null),
  };
}

const inOrder = ({ anchor, at }: Picked): readonly [number, number] => [
  Math.min(anchor, at),
  Math.max(anchor, at),
];

/** Where a key leads from a bucket; from none to the end that the arrow comes from. */
function keyTarget(key: string, at: number | null, count: number): number | undefined {
  if (key === 'ArrowLeft') return at === null ? count - 1 : Math.max(0, at - 1);
  if (key === 'ArrowRight') return at === null ? 0 : Math.min(count - 1, at + 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

type Sum = Pick<Bucket, 'allowed' | 'denied' | 'changes'>;

const sumOf = (buckets: readonly Bucket[]): Sum =>
  buckets.reduce<Sum>(
    (sum, { allowed, denied, changes }) => ({
      allowed: sum.allowed + allowed,
      denied: sum.denied + denied,
      changes: sum.changes + changes,
    }),
    { allowed: 0, denied: 0, changes: 0 },
  );

const wordsOf = ({ allowed, denied, changes }: Sum) =>
  `${formatNumber(denied)} denied, ${formatNumber(allowed)} allowed, ${formatCount(changes, 'change')}`;

function Column(props: { bucket: Bucket; x: number; end: number }) {
  const { bucket, x, end } = props;
  let top = HEIGHT;
  return series.map(({ of, fill }) => {
    const value = bucket[of];
    if (value === 0) return null;
    // A count above zero is always visible: at least two pixels.
    const size = Math.max(2, (value / end) * HEIGHT);
    top -= size;
    return (
      <rect
        key={of}
        x={x + 0.1}
        width={0.8}
        y={Math.max(0, top)}
        height={size}
        className={`pointer-events-none ${fill}`}
      />
    );
  });
}
