import type { z } from 'zod';
import type { listMembers } from '@/domain/groups/list-members';
import type { matchMembers } from '@/domain/groups/match-members';

export type Member = z.output<typeof listMembers.output>['items'][number];
/** Who a list means, and when that was known. */
export type Matches = z.output<typeof matchMembers.output>;
export type MatchedIdentity = NonNullable<Matches['matches'][number]>;
export type Role = Member['role'];
/** Role and end date (ISO, null for none): what an edit sets. */
export type Terms = { role: Role; expiresAt: string | null };

type Who = { id: string; type: 'person' | 'service'; name: string; handle: string };

export type MemberEdit =
  | ({ kind: 'add' } & Who & Terms)
  | ({ kind: 'change'; before: Terms } & Who & Terms)
  | ({ kind: 'remove' } & Who);

/** Staged edits by identity id, in the order they were made. */
export type MemberEdits = ReadonlyMap<string, MemberEdit>;

export const NO_EDITS: MemberEdits = new Map();

const sameTerms = (left: Terms, right: Terms) =>
  left.role === right.role && left.expiresAt === right.expiresAt;

function put(edits: MemberEdits, edit: MemberEdit): MemberEdits {
  return new Map(edits).set(edit.id, edit);
}

export function unstage(edits: MemberEdits, id: string): MemberEdits {
  const next = new Map(edits);
  next.delete(id);
  return next;
}

/** Stages somebody to join; of a member already, the new role and end date. */
export function stageJoin(edits: MemberEdits, who: MatchedIdentity, terms: Terms): MemberEdits {
  const { id, type, name, handle, membership } = who;
  if (!membership) return put(edits, { kind: 'add', id, type, name, handle, ...terms });
  const before: Terms = { role: membership.role, expiresAt: membership.expiresAt };
  if (sameTerms(before, terms)) return unstage(edits, id);
  return put(edits, { kind: 'change', id, type, name, handle, before, ...terms });
}

/** Stages other terms for a member; back to what is saved takes the edit away. */
export function stageTerms(
  edits: MemberEdits,
  member: Member,
  changed: Partial<Terms>,
): MemberEdits {
  const { id, type, name, handle } = member.identity;
  const staged = edits.get(id);
  const before: Terms = { role: member.role, expiresAt: member.expiresAt };
  const now = staged && staged.kind !== 'remove' ? staged : before;
  const terms = { role: now.role, expiresAt: now.expiresAt, ...changed };
  const membership = { ...before, managedBy: null };
  return stageJoin(edits, { id, type, name, handle, state: 'active', membership }, terms);
}

/** Stages other terms for somebody who is only staged to join. */
export function changeStagedJoin(
  edits: MemberEdits,
  id: string,
  changed: Partial<Terms>,
): MemberEdits {
  const staged = edits.get(id);
  return staged?.kind === 'add' ? put(edits, { ...staged, ...changed }) : edits;
}

export function stageRemoval(edits: MemberEdits, member: Member): MemberEdits {
  const { id, type, name, handle } = member.identity;
  return put(edits, { kind: 'remove', id, type, name, handle });
}

/** The edits as `groups.editMembers` takes them. */
export function toMemberInput(edits: MemberEdits) {
  const all = [...edits.values()];
  return {
    add: all.flatMap((edit) =>
      edit.kind === 'remove'
        ? []
        : [{ identity: edit.id, role: edit.role, expiresAt: edit.expiresAt }],
    ),
    remove: all.flatMap((edit) => (edit.kind === 'remove' ? [edit.id] : [])),
  };
}
export type MemberInput = ReturnType<typeof toMemberInput> & { basedOn: number | undefined };
