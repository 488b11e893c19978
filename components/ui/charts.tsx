'use client';

import { formatNumber } from '@/components/format/format';

// Client components, though they do nothing in the browser: React streams a server component's SVG
// in pieces when it is large, and wraps the late ones in an inline style, which the CSP refuses.

type SeriesTone = 'accent' | 'ok' | 'warn' | 'danger' | 'info' | 'neutral';

const fills: Record<SeriesTone, string> = {
  accent: 'fill-accent',
  ok: 'fill-ok',
  warn: 'fill-warn',
  danger: 'fill-danger',
  info: 'fill-info',
  neutral: 'fill-line-strong',
};

export type HistogramBar = {
  /** Start of the bucket, for its tooltip: "14:00". */
  label: string;
  /** Stacked from below, in the order of `series`. */
  values: number[];
};

/**
 * Stacked bars as SVG with a legend, axis labels and a table for screen readers.
 * Each bar has a tooltip. Colour never stands alone: the legend names it and totals are written.
 */
export function Histogram(props: {
  label: string;
  bars: HistogramBar[];
  series: { label: string; tone: SeriesTone }[];
  heightPx?: number;
}) {
  const totals = props.bars.map((bar) => bar.values.reduce((sum, value) => sum + value, 0));
  const max = Math.max(1, ...totals);
  const height = props.heightPx ?? 120;
  const width = 100 / Math.max(1, props.bars.length);
  const sums = props.series.map((_, index) =>
    props.bars.reduce((sum, bar) => sum + (bar.values[index] ?? 0), 0),
  );
  return (
    <figure className="space-y-2">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">
        <span className="sr-only">{props.label}</span>
        {props.series.map((series, index) => (
          <span key={series.label} className="inline-flex items-center gap-1.5">
            <svg aria-hidden="true" width="8" height="8">
              <rect width="8" height="8" rx="2" className={fills[series.tone]} />
            </svg>
            {series.label}
            <span className="font-medium text-ink">{formatNumber(sums[index] ?? 0)}</span>
          </span>
        ))}
        <span className="ml-auto">peak {formatNumber(Math.max(0, ...totals))}</span>
      </figcaption>
      <svg
        aria-hidden="true"
        width="100%"
        height={height}
        viewBox={`0 0 100 ${height}`}
        preserveAspectRatio="none"
        className="block overflow-visible"
      >
        <line x1="0" x2="100" y1={height} y2={height} className="stroke-line" strokeWidth="1" />
        <line x1="0" x2="100" y1={1} y2={1} className="stroke-line" strokeDasharray="0.5 0.7" />
        {props.bars.map((bar, index) => (
          <HistogramColumn
            key={bar.label}
            bar={bar}
            x={index * width}
            width={width}
            height={height}
            max={max}
            series={props.series}
          />
        ))}
      </svg>
      <div aria-hidden className="flex justify-between text-xs text-muted">
        <span>{props.bars[0]?.label}</span>
        <span>{props.bars[Math.floor(props.bars.length / 2)]?.label}</span>
        <span>{props.bars.at(-1)?.label}</span>
      </div>
      <table className="sr-only">
        <caption>{props.label}</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            {props.series.map((series) => (
              <th key={series.label} scope="col">
                {series.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.bars.map((bar) => (
            <tr key={bar.label}>
              <th scope="row">{bar.label}</th>
              {props.series.map((series, index) => (
                <td key={series.label}>{formatNumber(bar.values[index] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function HistogramColumn(props: {
  bar: HistogramBar;
  x: number;
  width: number;
  height: number;
  max: number;
  series: { label: string; tone: SeriesTone }[];
}) {
  const { bar, x, width, height, max, series } = props;
  let base = height;
  const lines = series.map(
    (each, index) => `${each.label} ${formatNumber(bar.values[index] ?? 0)}`,
  );
  return (
    <g data-tooltip={[bar.label, ...lines].join('\n')} data-tooltip-visual="">
      <rect x={x} width={width} height={height} className="fill-transparent hover:fill-hover" />
      {series.map((each, index) => {
        const value = bar.values[index] ?? 0;
        if (value === 0) return null;
        // A count above zero is always visible: at least two pixels.
        const size = Math.max(2, (value / max) * (height - 2));
        base -= size;
        return (
          <rect
            key={each.label}
            x={x + width * 0.12}
            width={width * 0.76}
            y={Math.max(0, base)}
            height={size}
            className={`pointer-events-none ${fills[each.tone]}`}
          />
        );
      })}
    </g>
  );
}
