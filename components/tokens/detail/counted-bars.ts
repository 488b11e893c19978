import type { HistogramBar } from '@/components/ui/charts';

type Bucket = { at: string; allowed: number; denied: number };

/** Bars of `hoursEach` hours out of hourly buckets, oldest first; the newest is always whole. */
export function countedBars(buckets: readonly Bucket[], hoursEach: number): HistogramBar[] {
  const bars: HistogramBar[] = [];
  for (let end = buckets.length; end > 0; end -= hoursEach) {
    const part = buckets.slice(Math.max(0, end - hoursEach), end);
    const first = part[0];
    if (!first) break;
    bars.unshift({
      label: labelOf(first.at),
      values: [sum(part, 'allowed'), sum(part, 'denied')],
    });
  }
  return bars;
}

const sum = (part: readonly Bucket[], key: 'allowed' | 'denied') =>
  part.reduce((total, bucket) => total + bucket[key], 0);

const time = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** "21 Nov, 14:00 UTC", where the bar begins; the day makes it unique among the bars. */
const labelOf = (at: string) => `${day.format(new Date(at))}, ${time.format(new Date(at))} UTC`;
