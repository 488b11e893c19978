'use client';

import { CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { firstUseQuestion } from './group-choice';

const PAUSE_MS = 1_500;
const line = 'flex items-center gap-2 text-sm';

/** Watches for the first decision about a new token, as proof that it is wired up. */
export function FirstUseWatcher(props: { tokenId: string }) {
  const asked = useAskedValue(
    firstUseQuestion,
    { token: props.tokenId },
    {
      pauseMs: PAUSE_MS,
      repeatAfterMs: (seen) => (seen?.firstUsedAt ? null : PAUSE_MS),
    },
  );
  const use = asked.latest;
  const failed = asked.status === 'refused' || asked.status === 'lost';
  return (
    <div role="status" className="rounded-md border border-line bg-sunken px-3 py-2">
      {failed ? (
        <p className={line}>
          <TriangleAlert aria-hidden size={15} className="shrink-0 text-warn" />
          Can’t see its use right now; trying again
        </p>
      ) : use?.firstUsedAt ? (
        <p className={line}>
          <CircleCheck aria-hidden size={15} className="shrink-0 text-ok" />
          <span>
            <span className="font-medium">First use seen</span>
            {use.ip && <span className="text-muted"> from {use.ip}</span>}
          </span>
        </p>
      ) : (
        <p className={`${line} text-muted`}>
          <LoaderCircle aria-hidden size={15} className="shrink-0 animate-spin" />
          Waiting for its first use
        </p>
      )}
    </div>
  );
}
