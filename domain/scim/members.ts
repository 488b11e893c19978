import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { scimMembers, scimUsers } from '@/db/schema/scim';
import { idIn, isObject, type Resource } from './resource';

/** How many ids that nobody has an event names. */
const MAX_NAMED = 20;

export interface MemberChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Values that name no user of the client: passed over. */
  readonly unknown: readonly string[];
}

/** The ids that a list of members names, by `value` or at the end of `$ref`. */
export function memberIds({ members }: Resource): string[] {
  const list = (Array.isArray(members) ? members.filter(isObject) : []) as Resource[];
  return [...new Set(list.map(idIn).filter(Boolean))];
}

/** Sets the members of a pushed group, whose row is locked, in two statements, however many they are. */
export async function setMembers(
  tx: Transaction,
  { id, clientId }: { readonly id: string; readonly clientId: string },
  wanted: readonly string[],
): Promise<MemberChange> {
  const rows = await tx
    .select({ id: scimMembers.userId })
    .from(scimMembers)
    .where(eq(scimMembers.groupId, id));
  const before = new Set(rows.map((row) => row.id));
  const keep = new Set(wanted);
  const removed = [...before].filter((each) => !keep.has(each));
  if (removed.length > 0) {
    const gone = inArray(scimMembers.userId, removed);
    await tx.delete(scimMembers).where(and(eq(scimMembers.groupId, id), gone));
  }
  const joining = wanted.filter((each) => !before.has(each));
  if (joining.length === 0) return { added: [], removed, unknown: [] };
  // Held until the commit: nobody is deleted in between.
  const found = await tx
    .select({ id: scimUsers.id })
    .from(scimUsers)
    .where(
      and(
        eq(scimUsers.clientId, clientId),
        sql`${scimUsers.id} = any(${sql.param(joining)}::text[])`,
      ),
    )
    .for('key share');
  const added = found.map((user) => user.id);
  await tx.execute(sql`insert into ${scimMembers} (group_id, user_id)
    select ${id}, user_id from unnest(${sql.param(added)}::text[]) as said (user_id)
    on conflict do nothing`);
  const known = new Set(added);
  return { added, removed, unknown: joining.filter((each) => !known.has(each)) };
}

/** What an event says of it. */
export const toldOf = ({ added, removed, unknown }: MemberChange) => ({
  ...{ added: [...added], removed: [...removed] },
  ...(unknown.length > 0 && {
    unknownMembers: unknown.slice(0, MAX_NAMED).map((each) => each.slice(0, 100)),
    unknownMemberCount: unknown.length,
  }),
});
