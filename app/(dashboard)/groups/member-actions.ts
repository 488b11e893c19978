'use server';

import { type ActionOutcome, toFormState } from '@/app/server/form-outcome';
import { act, ask } from '@/app/server/run';
import type { MatchedIdentity, MemberInput } from '@/components/groups/members/member-edits';
import type { SavedMembers } from '@/components/groups/members/members-editor';
import type { MemberPreview } from '@/components/groups/members/preview-words';
import type { Candidate } from '@/components/groups/members/use-found-people';
import { editMembers } from '@/domain/groups/edit-members';
import { matchMembers } from '@/domain/groups/match-members';
import { previewMembers } from '@/domain/groups/preview-members';
import { listIdentities } from '@/domain/identities/list-identities';

// Arguments come from the network: the commands and queries refuse what is not meant.

const SHOWN = 50;

export async function findCandidatesAction(group: string, text: string): Promise<Candidate[]> {
  const found = await ask(listIdentities, { q: text || undefined, limit: SHOWN });
  if (!found.ok) throw new Error(`people could not be searched: ${found.message}`);
  return found.value.items.map(({ id, name, email, slug, type, groups }) => ({
    id,
    name,
    handle: email ?? slug ?? '',
    type,
    isMember: groups.some((each) => each.id === group),
  }));
}

export async function matchMembersAction(
  group: string,
  references: string[],
): Promise<ActionOutcome<(MatchedIdentity | null)[]>> {
  return toFormState(await ask(matchMembers, { group, references }), ({ matches }) => matches);
}

export async function previewMembersAction(
  group: string,
  input: MemberInput,
): Promise<ActionOutcome<MemberPreview>> {
  return toFormState(await ask(previewMembers, { ...input, group }));
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
