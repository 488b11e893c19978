import type { Member, MemberEdit, MemberEdits, Terms } from './member-edits';

/** A member as the table shows it: as it will be once saved, with the staged edit. */
export type MemberRow = Member & { edit: MemberEdit | null; saved: Terms };

export function toMemberRow(member: Member, edits: MemberEdits): MemberRow {
  const edit = edits.get(member.identity.id) ?? null;
  const saved = { role: member.role, expiresAt: member.expiresAt };
  const terms = edit && edit.kind !== 'remove' ? edit : saved;
  return { ...member, role: terms.role, expiresAt: terms.expiresAt, edit, saved };
}

/** The member as saved, whatever is staged. */
export const savedMember = ({ edit: _edit, saved, ...member }: MemberRow): Member => ({
  ...member,
  ...saved,
});

/** What a provider has given is changed where it comes from. */
export const isEditable = ({ source }: Pick<Member, 'source'>): boolean => source === 'manual';
