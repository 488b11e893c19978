'use server';

import { type ActionOutcome, toFormState } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import { markNoticesRead } from '@/domain/inbox/mark-read';

/** @param which `notices`, or `upTo` for one and all before it. @returns how many were unread */
export async function markReadAction(which: unknown): Promise<ActionOutcome<number>> {
  return toFormState(await act(markNoticesRead, which), ({ read }) => read);
}
