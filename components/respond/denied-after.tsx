'use client';

import { useAskedValue } from '@/components/asking/use-asked-value';
import { formatCount } from '@/components/format/format';
import { type DeniedAttempts, deniedQuestion } from '@/components/revocation/token-match';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';

const PAUSE_MS = 1_500;
const LATER_PAUSE_MS = 10_000;
/** About two minutes, then rarely, up to an hour. */
const QUICK_TIMES = 80;
const MAX_TIMES = 430;

const repeatAfterMs = (_attempts: DeniedAttempts | undefined, times: number): number | null => {
  if (times >= MAX_TIMES) return null;
  return times < QUICK_TIMES ? PAUSE_MS : LATER_PAUSE_MS;
};

/**
 * Who still tries a stopped token, as it happens: the proof that stopping it mattered. Nothing where
 * the reader may not see decisions.
 * @param since RFC 3339
 */
export function DeniedAfter(props: { token: { id: string; name: string }; since: string }) {
  const { token, since } = props;
  const asked = useAskedValue(deniedQuestion, { token: token.id, since }, { repeatAfterMs });
  const attempts = asked.latest;
  if (!attempts) return null;
  const count = attempts.items.reduce((sum, { foldedCount }) => sum + foldedCount, 0);
  return (
    <section aria-label={`Attempts with ${token.name} since`} className="space-y-1 text-sm">
      <p aria-live="polite" className="text-muted">
        {count === 0
          ? 'Nobody has tried it since. Attempts appear here.'
          : `${formatCount(count, 'denied attempt')} since${attempts.more ? ', and more before' : ''}.`}
      </p>
      {count > 0 && (
        <ul className="space-y-0.5">
          {attempts.items.map(({ id, at, operation, path, ip }) => (
            <li key={id} className="flex flex-wrap items-baseline gap-x-3 text-muted">
              <RelativeTime date={at} />
              <Mono className="break-all">{operation ?? path ?? '—'}</Mono>
              {ip && <Mono>{ip}</Mono>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
