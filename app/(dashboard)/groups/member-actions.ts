'use server';

import { type ActionOutcome, toFormState } from '@/app/server/form-outcome';
import { act, ask } from '@/app/server/run';
import type { Matches, MemberInput } from '@/components/groups/members/member-edits';
import type { SavedMembers } from '@/components/groups/members/members-editor';
import type { Target } from '@/domain/base/target';
import { editMembers } from '@/domain/groups/edit-members';
import { MAX_MEMBER_EDITS } from '@/domain/groups/group-facts';
import { listMembers } from '@/domain/groups/list-members';
import { matchMembers } from '@/domain/groups/match-members';

type Page = Awaited<
  ReturnType<typeof ask<typeof listMembers.input, typeof listMembers.output, Target>>
>;

// Arguments come from the network: the commands and queries refuse what is not meant.

export async function matchMembersAction(
  group: string,
  references: string[],
): Promise<ActionOutcome<Matches>> {
  return toFormState(await ask(matchMembers, { group, references }));
}

/** The members of a group as lines of a list, those whose date has passed left out. */
export async function copyMembersAction(
  group: string,
): Promise<ActionOutcome<{ list: string; count: number }>> {
  const lines: string[] = [];
  for (let cursor: string | null = ''; cursor !== null && lines.length < MAX_MEMBER_EDITS; ) {
    const page: Page = await ask(listMembers, { group, cursor: cursor || undefined, limit: 200 });
    if (!page.ok) return toFormState<never>(page);
    for (const { identity, role, ended, expiresAt } of page.value.items) {
      if (!ended) lines.push([identity.handle, role, expiresAt ?? ''].join(','));
    }
    cursor = page.value.nextCursor;
  }
  const list = ['email,role,until', ...lines.slice(0, MAX_MEMBER_EDITS)].join('\n');
  return toFormState({
    ok: true,
    value: { list: lines.length > 0 ? list : '', count: lines.length },
  });
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
