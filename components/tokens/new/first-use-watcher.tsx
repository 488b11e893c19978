'use client';

import { CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ActionOutcome } from '@/components/ui/form-state';

type FirstUse = { firstUsedAt: string | null; ip: string | null };
export type LoadFirstUse = (tokenId: string) => Promise<ActionOutcome<FirstUse>>;

const pauseMs = 1_500;
const line = 'flex items-center gap-2 text-sm';

/** Watches for the first decision about a new token, as proof that it is wired up. */
export function FirstUseWatcher(props: { tokenId: string; load: LoadFirstUse }) {
  const { tokenId, load } = props;
  const [use, setUse] = useState<FirstUse | 'failed'>();
  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout>;
    async function look() {
      const seen = await read(load, tokenId);
      if (ended) return;
      setUse(seen);
      if (seen === 'failed' || seen.firstUsedAt === null) timer = setTimeout(look, pauseMs);
    }
    timer = setTimeout(look, pauseMs);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [tokenId, load]);

  return (
    <div role="status" className="rounded-md border border-line bg-sunken px-3 py-2">
      {use === 'failed' ? (
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

async function read(load: LoadFirstUse, tokenId: string): Promise<FirstUse | 'failed'> {
  try {
    const outcome = await load(tokenId);
    return outcome.status === 'done' ? outcome.result : 'failed';
  } catch (cause) {
    console.error(new Error('The first use could not be read', { cause }));
    return 'failed';
  }
}
