'use client';

import { useCallback, useEffect, useState } from 'react';
import { type MemberEdits, NO_EDITS } from './member-edits';

// Kept past the page: the back button or a go-to key must not lose what is staged.
const drafts = new Map<string, MemberEdits>();

/** The staged edits of a group's members; they wait in memory while the reader is on other pages. */
export function useMemberEdits(groupId: string) {
  const [edits, setEdits] = useState<MemberEdits>(NO_EDITS);
  useEffect(() => setEdits(drafts.get(groupId) ?? NO_EDITS), [groupId]);
  const change = useCallback(
    (update: (edits: MemberEdits) => MemberEdits) => {
      setEdits((before) => {
        const next = update(before);
        if (next.size > 0) drafts.set(groupId, next);
        else drafts.delete(groupId);
        return next;
      });
    },
    [groupId],
  );
  const clear = useCallback(() => change(() => NO_EDITS), [change]);
  return { edits, change, clear };
}
