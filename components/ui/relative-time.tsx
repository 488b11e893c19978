'use client';

import { classNames } from '@/components/class-names';
import {
  type DateInput,
  formatDate,
  formatDateTime,
  formatRelative,
} from '@/components/format/format';
import { useHydrated, useNowMs } from './clock';

/** "3 minutes ago"; hover or focus shows the absolute time, local and UTC. */
export function RelativeTime(props: {
  date: DateInput;
  className?: string;
  /** It has happened: newer than the page's clock, which steps, is now. */
  isPast?: true;
}) {
  const iso = new Date(props.date).toISOString();
  const nowMs = useNowMs();
  return (
    <time
      dateTime={iso}
      data-tooltip-time={iso}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the absolute time must be reachable by keyboard
      tabIndex={0}
      className={classNames('whitespace-nowrap rounded-sm', props.className)}
    >
      {formatRelative(iso, props.isPast ? Math.max(nowMs, Date.parse(iso)) : nowMs)}
    </time>
  );
}

/** "26 Nov 2026, 14:05:09 UTC" in the reader's zone (UTC until hydrated). */
export function AbsoluteTime(props: { date: DateInput; className?: string }) {
  const iso = new Date(props.date).toISOString();
  const hydrated = useHydrated();
  return (
    <time
      dateTime={iso}
      data-tooltip-time={iso}
      className={classNames('whitespace-nowrap', props.className)}
    >
      {formatDateTime(iso, hydrated ? undefined : 'UTC')}
    </time>
  );
}

/** An expiry: always with its date. Amber below `soonDays` (default 7), red once past; null = never. */
export function Expiry(props: { date: DateInput | null; soonDays?: number; className?: string }) {
  const nowMs = useNowMs();
  const hydrated = useHydrated();
  if (props.date === null) return <span className="text-muted">No expiry</span>;
  const date = new Date(props.date);
  const leftMs = date.getTime() - nowMs;
  const past = leftMs <= 0;
  const soon = leftMs < (props.soonDays ?? 7) * 86_400_000;
  return (
    <time
      dateTime={date.toISOString()}
      data-tooltip-time={date.toISOString()}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the absolute time must be reachable by keyboard
      tabIndex={0}
      className={classNames('whitespace-nowrap rounded-sm', props.className)}
    >
      <span className={classNames(past ? 'text-danger' : soon && 'text-warn')}>
        {past ? `expired ${formatRelative(date, nowMs)}` : formatRelative(date, nowMs)}
      </span>
      <span className="text-muted"> · {formatDate(date, hydrated ? undefined : 'UTC')}</span>
    </time>
  );
}
