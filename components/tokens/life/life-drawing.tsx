'use client';

import { classNames } from '@/components/class-names';
import { formatAbsolute, formatDate, formatDateTime } from '@/components/format/format';
import { useHydrated } from '@/components/ui/clock';
import type { Life } from '@/domain/tokens/life';
import { lookOf, markWords, stateLooks } from './life-words';
import { type Place, placeMarks } from './place-marks';

// A client component, though it does nothing in the browser: see components/ui/charts.tsx.

const LANE_PX = 24;
const DAY_MS = 86_400_000;

/** A life as a line with numbers on it; the list of the same numbers is its alternative in text. */
export function LifeDrawing({ life, nowMs }: { life: Life; nowMs: number }) {
  const { marks, stretches, fromMs, toMs } = life;
  const zone = useHydrated() ? undefined : 'UTC';
  const places = placeMarks(
    marks.map(({ at }) => Date.parse(at)),
    fromMs,
    toMs,
  );
  const lanes = Math.max(...places.map(({ lane }) => lane)) + 1;
  const hasNow = nowMs > fromMs && nowMs < toMs;
  const top = hasNow ? 18 : 4;
  const line = top + lanes * LANE_PX + 6;
  const xOf = (ms: number) => ((ms - fromMs) / (toMs - fromMs)) * 100;
  const format = toMs - fromMs < 3 * DAY_MS ? formatDateTime : formatDate;
  return (
    <div aria-hidden className="px-5">
      <svg aria-hidden="true" width="100%" height={line + 8} className="block overflow-visible">
        {stretches.map(({ state, fromMs: from, toMs: to, isPlanned }) => (
          <line
            key={from}
            x1={`${xOf(from)}%`}
            x2={`${xOf(to)}%`}
            y1={line}
            y2={line}
            strokeWidth={state === 'ended' ? 2 : 6}
            strokeDasharray={isPlanned ? '3 3' : undefined}
            className={stateLooks[state].stroke}
          />
        ))}
        {hasNow && <Now x={xOf(nowMs)} line={line} />}
        {/* What stands higher is drawn first: its stem goes behind the numbers below it. */}
        {places
          .toSorted((left, right) => right.lane - left.lane)
          .map((place) => {
            const mark = marks[place.first - 1];
            if (!mark) return null;
            const tips = marks.slice(place.first - 1, place.last).map((each, index) => {
              const words = markWords(each, Date.parse(each.at) > nowMs);
              return `${place.first + index}. ${words}\n${formatAbsolute(each.at, zone)}`;
            });
            return (
              <Numbered
                key={place.first}
                place={place}
                line={line}
                stroke={place.first === place.last ? lookOf(mark).stroke : 'stroke-line-strong'}
                isPlanned={Date.parse(mark.at) > nowMs}
                tip={tips.join('\n')}
              />
            );
          })}
      </svg>
      <div className="-mx-5 flex justify-between gap-4 text-xs text-muted">
        <span>{format(fromMs, zone)}</span>
        <span className="text-right">{format(toMs, zone)}</span>
      </div>
    </div>
  );
}

function Numbered(props: {
  place: Place;
  line: number;
  stroke: string;
  isPlanned: boolean;
  tip: string;
}) {
  const { first, last, x, lane } = props.place;
  const text = first === last ? String(first) : `${first}–${last}`;
  const width = first === last ? 20 : 14 + text.length * 6;
  const middle = props.line - 16 - lane * LANE_PX;
  return (
    <svg
      x={`${x}%`}
      className="overflow-visible"
      aria-hidden="true"
      data-tooltip={props.tip}
      data-tooltip-visual=""
    >
      <line y1={middle} y2={props.line} className={props.stroke} strokeWidth="1" />
      <circle cy={props.line} r="3" className={classNames('fill-surface', props.stroke)} />
      <rect
        x={-10}
        y={middle - 10}
        width={width}
        height="20"
        rx="10"
        strokeWidth="1.5"
        strokeDasharray={props.isPlanned ? '3 2' : undefined}
        className={classNames('fill-surface', props.stroke)}
      />
      <text
        x={width / 2 - 10}
        y={middle}
        dy="0.35em"
        textAnchor="middle"
        className="fill-ink text-xs tabular-nums"
      >
        {text}
      </text>
    </svg>
  );
}

/** Its word leans inwards where it would hang over an edge. */
function Now({ x, line }: { x: number; line: number }) {
  return (
    <svg aria-hidden="true" x={`${x}%`} className="overflow-visible">
      <line y1="14" y2={line + 6} className="stroke-accent" strokeWidth="1" />
      <text
        y="10"
        textAnchor={x < 5 ? 'start' : x > 95 ? 'end' : 'middle'}
        className="fill-accent-text text-xs font-medium"
      >
        now
      </text>
    </svg>
  );
}
