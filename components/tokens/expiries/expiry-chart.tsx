'use client';

import { CalendarCheck } from 'lucide-react';
import { classNames } from '@/components/class-names';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { IntentLink } from '@/components/ui/intent-link';
import { ButtonLink } from '@/components/ui/link';
import { EmptyState } from '@/components/ui/states';
import type { ExpiryDay } from '@/domain/tokens/count-expiries';
import { countsOf, type ExpiryBar, expiryBars } from './expiry-bars';
import { ExpiryStack } from './expiry-stack';
import { daysWords, dayWords, EXPIRY_KINDS, expiryLooks } from './expiry-words';

// A client component, though it does nothing in the browser: see components/ui/charts.tsx.

const HEIGHT = 120;
const DAY_MS = 86_400_000;

/** What ends when: a bar a day or a week, each a link to its tokens that says in words what it draws. */
export function ExpiryChart(props: {
  days: readonly ExpiryDay[];
  daysEach: 1 | 7;
  laterCount: number;
  nowMs: number;
  /** Slug of the group that it is of; without one, it is of all. */
  group?: string;
}) {
  const { days, daysEach, nowMs } = props;
  const bars = expiryBars(days, daysEach);
  if (bars.every(({ total }) => total === 0)) return <NothingEnds {...props} />;
  const max = Math.max(1, ...bars.map(({ total }) => total));
  const passed = (nowMs - Date.parse(days[0]?.on ?? '')) / DAY_MS;
  return (
    <figure className="space-y-3">
      <Legend days={days} laterCount={props.laterCount} />
      <div className="relative pt-4">
        <ol
          aria-label={`What ends, by ${daysEach === 1 ? 'day' : 'week'}`}
          className="grid auto-cols-fr grid-flow-col"
        >
          {bars.map((bar, index) => (
            <li key={bar.from} className="min-w-0">
              <Bar bar={bar} max={max} group={props.group} />
              <p
                aria-hidden
                className={classNames(
                  'h-4 text-xs whitespace-nowrap text-muted',
                  index % 4 !== 0 && 'max-sm:invisible',
                  // Wider than its bar on a phone, it ends where the chart does.
                  index === bars.length - 1 && 'flex max-sm:justify-end',
                )}
              >
                {dayWords(bar.from)}
              </p>
            </li>
          ))}
        </ol>
        <Now x={(passed / (bars.length * daysEach)) * 100} />
      </div>
    </figure>
  );
}

function Legend(props: { days: readonly ExpiryDay[]; laterCount: number }) {
  const counts = countsOf(props.days);
  return (
    <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">
      {EXPIRY_KINDS.toReversed().map((kind) => (
        <span key={kind} className="inline-flex items-center gap-1.5">
          <svg aria-hidden="true" width="8" height="8">
            <rect width="8" height="8" rx="2" className={expiryLooks[kind].fill} />
          </svg>
          {expiryLooks[kind].word}
          <span className="font-medium text-ink">{formatNumber(counts[kind])}</span>
        </span>
      ))}
      {props.laterCount > 0 && (
        <span className="sm:ml-auto">{formatNumber(props.laterCount)} later</span>
      )}
    </figcaption>
  );
}

function Bar(props: { bar: ExpiryBar; max: number; group: string | undefined }) {
  const { bar, max, group } = props;
  const when = daysWords(bar.from, bar.to);
  const count = formatCount(bar.total, 'token');
  const parts = EXPIRY_KINDS.toReversed()
    .filter((kind) => bar.counts[kind] > 0)
    .map((kind) => `${expiryLooks[kind].word}: ${formatNumber(bar.counts[kind])}`);
  if (bar.total === 0) {
    return (
      <div>
        <span className="sr-only">{when}: none</span>
        <ExpiryStack bar={bar} max={max} height={HEIGHT} isTold />
      </div>
    );
  }
  return (
    <IntentLink
      href={paths.tokens({ group, ends: `${bar.from}..${bar.to}`, sort: 'expiresAt' })}
      aria-label={`${when}: ${count}. ${parts.join(', ')}`}
      data-tooltip={[when, count, ...parts].join('\n')}
      data-tooltip-visual=""
      className="block rounded-sm hover:bg-hover"
    >
      <ExpiryStack bar={bar} max={max} height={HEIGHT} isTold />
    </IntentLink>
  );
}

function Now({ x }: { x: number }) {
  return (
    <svg
      aria-hidden="true"
      width="100%"
      height={HEIGHT + 16}
      className="pointer-events-none absolute inset-x-0 top-0 overflow-visible"
    >
      <line
        x1={`${x}%`}
        x2={`${x}%`}
        y1="14"
        y2={HEIGHT + 16}
        className="stroke-accent"
        strokeWidth="1"
      />
      <text x={`${x}%`} y="10" className="fill-accent-text text-xs font-medium">
        now
      </text>
    </svg>
  );
}

function NothingEnds(props: { days: readonly ExpiryDay[]; laterCount: number; group?: string }) {
  const { days, laterCount } = props;
  const where = props.group === undefined ? 'within your reach' : 'of this group within your reach';
  return (
    <EmptyState
      icon={<CalendarCheck aria-hidden />}
      title={`Nothing ends in these ${days.length} days`}
      actions={<ButtonLink href={paths.tokens()}>See all tokens</ButtonLink>}
    >
      {laterCount > 0
        ? `${formatCount(laterCount, 'token')} ${where} ${laterCount === 1 ? 'ends' : 'end'} later.`
        : `No token ${where} is alive.`}
    </EmptyState>
  );
}
