'use server';

import { type ActionOutcome, toFormState } from '@/app/server/form-outcome';
import { act, ask } from '@/app/server/run';
import type { MatchedIdentity, MemberInput } from '@/components/groups/members/member-edits';
import type { SavedMembers } from '@/components/groups/members/members-editor';
import { editMembers } from '@/domain/groups/edit-members';
import { matchMembers } from '@/domain/groups/match-members';

// Arguments come from the network: the commands and queries refuse what is not meant.

export async function matchMembersAction(
  group: string,
  references: string[],
): Promise<ActionOutcome<(MatchedIdentity | null)[]>> {
  return toFormState(await ask(matchMembers, { group, references }), ({ matches }) => matches);
}

export async function saveMembersAction(
  group: string,
  input: MemberInput,
): Promise<ActionOutcome<SavedMembers>> {
  return toFormState(
    await act(editMembers, { ...input, group }),
    ({ added, changed, removed, revokedTokens }) => ({ added, changed, removed, revokedTokens }),
  );
}
