import { formatDuration } from '@/components/format/format';
import { MIN_LIFETIME_SECONDS } from '@/domain/tokens/token-facts';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const usualSeconds = [HOUR, 8 * HOUR, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];

export type Lifetime = { seconds: number; label: string };
export type LifetimePolicy = { maxTtlSeconds: number; defaultTtlSeconds: number };

/** Lifetimes to offer: the usual ones within the policy, its default and its longest. */
export function lifetimesWithin(policy: LifetimePolicy): Lifetime[] {
  const { maxTtlSeconds, defaultTtlSeconds } = policy;
  const preset = Math.min(defaultTtlSeconds, maxTtlSeconds);
  const offered = new Set([
    ...usualSeconds.filter((seconds) => seconds < maxTtlSeconds),
    preset,
    maxTtlSeconds,
  ]);
  return [...offered]
    .sort((left, right) => left - right)
    .map((seconds) => {
      const notes = [
        seconds === preset && 'default',
        seconds === maxTtlSeconds && 'longest here',
      ].filter(Boolean);
      const suffix = notes.length > 0 ? ` (${notes.join(', ')})` : '';
      return { seconds, label: formatDuration(seconds) + suffix };
    });
}

export const lifetimeUnits = [
  { value: '60', label: 'minutes' },
  { value: String(HOUR), label: 'hours' },
  { value: String(DAY), label: 'days' },
];

/** A lifetime typed by hand, in seconds; NaN for what is no number, which is then refused. */
export function customSeconds(amount: string, unitSeconds: string): number {
  const seconds = Math.round(Number(amount) * Number(unitSeconds));
  return amount.trim() === '' || seconds < 0 ? Number.NaN : seconds;
}

/** What is wrong with a lifetime, or undefined. */
export function lifetimeProblem(seconds: number, policy: LifetimePolicy): string | undefined {
  if (!Number.isFinite(seconds)) return 'Write how long, as a number.';
  if (seconds < MIN_LIFETIME_SECONDS) {
    return `At least ${formatDuration(MIN_LIFETIME_SECONDS)}.`;
  }
  if (seconds > policy.maxTtlSeconds) {
    return `At most ${formatDuration(policy.maxTtlSeconds)} in this group.`;
  }
  return undefined;
}
