'use client';

import { Merge } from 'lucide-react';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import type { Refused } from '@/components/ui/form-state';
import { Notice } from '@/components/ui/notice';

/** Somebody else saved members meanwhile: who, what it means for the staged edits, and the way on. */
export function MergeNotice(props: {
  conflict: Refused;
  /** Bases the edits on what was saved meanwhile; a refusal where that can't be had. */
  onMerge: () => Promise<Refused | null>;
}) {
  const [pending, startTransition] = useTransition();
  const [failed, setFailed] = useState<Refused | null>(null);
  const overlaps = props.conflict.errors ?? [];
  return (
    <Notice
      live
      tone="warn"
      title={props.conflict.message}
      actions={
        <Button
          size="small"
          icon={<Merge aria-hidden />}
          pending={pending}
          onClick={() => startTransition(async () => setFailed(await props.onMerge()))}
        >
          Merge my edits
        </Button>
      }
    >
      {overlaps.length > 0 ? (
        <ul className="max-h-32 list-disc overflow-y-auto pl-4">
          {overlaps.map(({ message }) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      ) : (
        <p>None of your edits concerns the same people.</p>
      )}
      {failed && <p>{failed.message}</p>}
    </Notice>
  );
}
