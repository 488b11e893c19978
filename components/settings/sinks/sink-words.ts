import { formatCount, formatDuration, formatNumber } from '@/components/format/format';
import type { Status } from '@/components/ui/status-badge';
import type { SinkView } from '@/domain/sinks/sink-view';

type Position = SinkView['positions'][number];

/** Behind for longer than a worker needs to look, which is a second, and to send. */
const CATCHING_UP_SECONDS = 60;

/** How a sink stands, and since when it does not take what it is sent. */
export function standingOf({ state, positions }: SinkView): { status: Status; word: string } {
  if (state === 'paused') return { status: 'suspended', word: 'Paused' };
  if (positions.some(({ failures }) => failures > 0)) return { status: 'failed', word: 'Stuck' };
  if (positions.some(isLate)) return { status: 'pending', word: 'Catching up' };
  return { status: 'healthy', word: 'Up to date' };
}

const isLate = ({ waiting, lagSeconds }: Position) =>
  waiting > 0 && lagSeconds > CATCHING_UP_SECONDS;

export const SOURCE_WORDS = { changes: 'Changes', decisions: 'Decisions' } as const;

/** How far behind one of its logs is: “12 waiting, the oldest 3 minutes old”. */
export function behindWords({ source, waiting, lagSeconds }: Position): string {
  if (waiting === 0) return 'nothing waits';
  const what =
    source === 'changes' ? formatNumber(waiting) : formatCount(waiting, 'batch', 'batches');
  return `${what} waiting, the oldest ${formatDuration(lagSeconds)} old`;
}

/** The log that has failed for longest, where one fails. */
export function failingOf({ state, positions }: SinkView): Position | undefined {
  if (state === 'paused') return undefined;
  return positions
    .filter(({ failures }) => failures > 0)
    .toSorted((a, b) => ((a.failingSince ?? '') < (b.failingSince ?? '') ? -1 : 1))[0];
}

/** When it last took something of any log; null where it never did. */
export const lastDeliveredOf = ({ positions }: SinkView): string | null =>
  positions
    .map(({ deliveredAt }) => deliveredAt)
    .filter((at) => at !== null)
    .toSorted()
    .at(-1) ?? null;

/** Whether the page may say something else in a moment. */
export const isMoving = (sink: SinkView): boolean =>
  (sink.test.askedAt !== null && sink.test.testedAt === null) ||
  (sink.state === 'active' && sink.positions.some(({ waiting }) => waiting > 0));
