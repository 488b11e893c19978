import { formatDuration } from '@/components/format/format';
import { DELEGATED_SECONDS, MIN_LIFETIME_SECONDS } from '@/domain/tokens/token-facts';

const HOUR = 3_600;
const OFFERED = [15 * 60, HOUR, 8 * HOUR, 24 * HOUR, 7 * 24 * HOUR];

/**
 * Lifetimes to offer for a child, in seconds: the usual ones that end before its parent does, and the
 * parent's own end. `usual` is an hour, or all there is where that is less.
 */
export function childLifetimes(remainingSeconds: number): {
  usual: number;
  options: { seconds: number; label: string }[];
} {
  const whole = Math.max(MIN_LIFETIME_SECONDS, Math.ceil(remainingSeconds));
  const shorter = OFFERED.filter((seconds) => seconds < whole);
  return {
    usual: Math.min(DELEGATED_SECONDS, whole),
    options: [
      ...shorter.map((seconds) => ({ seconds, label: formatDuration(seconds) })),
      { seconds: whole, label: 'Until its parent ends' },
    ],
  };
}
