'use client';

import { useCallback, useEffect, useState } from 'react';
import { type MemberEdits, NO_EDITS } from './member-edits';

/** Edits, and the number of the last change to the members that they were made from. */
type Draft = { edits: MemberEdits; basedOn: number | undefined };

const NOTHING: Draft = { edits: NO_EDITS, basedOn: undefined };

// Kept past the page: the back button or a go-to key must not lose what is staged.
const drafts = new Map<string, Draft>();

/**
 * The staged edits of a group's members; they wait in memory while the reader is on other pages.
 * @param asOf of the members that are shown; the first edit is based on it, and so are all after it
 */
export function useMemberEdits(groupId: string, asOf: number | undefined) {
  const [draft, setDraft] = useState(NOTHING);
  useEffect(() => setDraft(drafts.get(groupId) ?? NOTHING), [groupId]);
  const put = useCallback(
    (update: (before: Draft) => Draft) => {
      setDraft((before) => {
        const next = update(before);
        if (next.edits.size > 0) drafts.set(groupId, next);
        else drafts.delete(groupId);
        return next.edits.size > 0 ? next : NOTHING;
      });
    },
    [groupId],
  );
  const change = useCallback(
    (update: (edits: MemberEdits) => MemberEdits) =>
      put(({ edits, basedOn }) => ({ edits: update(edits), basedOn: basedOn ?? asOf })),
    [put, asOf],
  );
  /** Puts edits in the place of all, made from newer members. */
  const replace = useCallback(
    (edits: MemberEdits, basedOn: number) => put(() => ({ edits, basedOn })),
    [put],
  );
  const clear = useCallback(() => put(() => NOTHING), [put]);
  return { ...draft, change, replace, clear };
}
