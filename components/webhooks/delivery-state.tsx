import { RelativeTime } from '@/components/ui/relative-time';
import { StatusBadge } from '@/components/ui/status-badge';

type State = 'waiting' | 'delivered' | 'failed';

/** How a delivery stands; one that was tried in vain and waits for the next try says so. */
export function DeliveryState(props: { state: State; attempts: number }) {
  if (props.state === 'delivered') return <StatusBadge status="success" word="Delivered" />;
  if (props.state === 'failed') return <StatusBadge status="failed" word="Gave up" />;
  return props.attempts > 0 ? (
    <StatusBadge status="lagging" word="Trying again" />
  ) : (
    <StatusBadge status="pending" word="Waiting" />
  );
}

/** How long a try took: whole milliseconds, then tenths of a second. */
export const tookWords = (durationMs: number): string =>
  durationMs < 1_000 ? `${durationMs} ms` : `${(durationMs / 1_000).toFixed(1)} s`;

/** What came back at a try, in a line: “204 in 83 ms” or why it counts as failed. */
export const answerWords = (tried: {
  status: number | null;
  error: string | null;
  durationMs: number;
}): string => tried.error ?? `Answered ${tried.status ?? ''} in ${tookWords(tried.durationMs)}.`;

/** When the next try is; a dash where there is none. */
export const NextTry = ({ at }: { at: string | null }) =>
  at === null ? <span className="text-faint">—</span> : <RelativeTime date={at} />;

const SOON_MS = 60_000;

/** Whether the next try is so near that whoever looks waits for it. */
export const isSoon = (nextAttemptAt: string | null): boolean =>
  nextAttemptAt !== null && new Date(nextAttemptAt).getTime() < Date.now() + SOON_MS;
