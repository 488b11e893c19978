import { and, eq, getTableColumns, inArray, ne } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { reference } from '@/domain/base/input';
import { instantInput } from '@/domain/base/instant';
import { invalid, type Refusal } from '@/domain/base/refusal';
import { hasPassed, readClockMs } from '@/domain/decision/clock';
import { findIdentity, type IdentityRow } from '@/domain/targets/find-identity';
import type { GroupTarget } from '@/domain/targets/group-target';
import { MAX_MEMBER_EDITS } from './group-facts';

export const memberEditInput = z.object({
  group: reference(),
  add: z
    .array(
      z.strictObject({
        identity: reference(),
        role: z.enum(['member', 'lead']).default('member'),
        expiresAt: instantInput().nullable().optional(),
      }),
    )
    .max(MAX_MEMBER_EDITS)
    .default([]),
  remove: z.array(reference()).max(MAX_MEMBER_EDITS).default([]),
});

interface PlannedMember {
  readonly identity: IdentityRow;
  readonly role: 'member' | 'lead';
  readonly expiresAt: Date | null;
}

export interface MemberPlan {
  readonly added: readonly PlannedMember[];
  readonly changed: readonly (PlannedMember & {
    before: { role: string; expiresAt: Date | null };
  })[];
  readonly removed: readonly IdentityRow[];
  /** Whose tokens in this group end: those removed, and those changed whose end date had passed already. */
  readonly endedIds: readonly string[];
  /** Tokens that are not revoked yet of whose membership ends: they are revoked with it. */
  readonly revokedTokenIds: readonly string[];
}

/** Works out what an edit would change; adding a present member changes role and end date. */
export async function planMemberEdit(
  db: Queryable,
  group: GroupTarget,
  edit: z.output<typeof memberEditInput>,
): Promise<MemberPlan | Refusal> {
  const rows = await db
    .select({ ...getTableColumns(memberships), isOver: hasPassed(memberships.expiresAt) })
    .from(memberships)
    .where(eq(memberships.groupId, group.id));
  const present = new Map(rows.map((row) => [row.identityId, row]));
  const nowMs = await readClockMs(db);
  const added = new Map<string, PlannedMember>();
  const changed = new Map<string, MemberPlan['changed'][number]>();
  for (const [index, entry] of edit.add.entries()) {
    const planned = await planMember(db, entry, `add.${index}`, nowMs);
    if ('ok' in planned) return planned;
    const before = present.get(planned.identity.id);
    if (!before) added.set(planned.identity.id, planned);
    else if (differs(planned, before)) changed.set(planned.identity.id, { ...planned, before });
  }
  const removed = new Map<string, IdentityRow>();
  for (const [index, name] of edit.remove.entries()) {
    const identity = await findIdentity(db, name);
    if ('ok' in identity || !present.has(identity.id)) {
      return invalid(`remove.${index}`, `“${name}” is not a member.`);
    }
    if (edit.add.length > 0 && (added.has(identity.id) || changed.has(identity.id))) {
      return invalid(`remove.${index}`, `“${identity.name}” is both added and removed.`);
    }
    removed.set(identity.id, identity);
  }
  const isRevived = (id: string) => present.get(id)?.isOver === true;
  const endedIds = [...removed.keys(), ...[...changed.keys()].filter(isRevived)];
  return {
    added: [...added.values()],
    changed: [...changed.values()],
    removed: [...removed.values()],
    endedIds,
    revokedTokenIds: await unrevokedTokenIds(db, group.id, endedIds),
  };
}

async function planMember(
  db: Queryable,
  entry: z.output<typeof memberEditInput>['add'][number],
  path: string,
  nowMs: number,
): Promise<PlannedMember | Refusal> {
  const identity = await findIdentity(db, entry.identity);
  if ('ok' in identity) return invalid(`${path}.identity`, `There is nobody “${entry.identity}”.`);
  const expiresAt = entry.expiresAt ? new Date(entry.expiresAt) : null;
  if (expiresAt && expiresAt.getTime() <= nowMs) {
    return invalid(`${path}.expiresAt`, 'The end date has passed.');
  }
  if (identity.type === 'service' && entry.role === 'lead') {
    return invalid(`${path}.role`, 'A service account can’t lead a group.');
  }
  return { identity, role: entry.role, expiresAt };
}

const differs = (
  planned: PlannedMember,
  before: { role: string; expiresAt: Date | null },
): boolean =>
  before.role !== planned.role || before.expiresAt?.getTime() !== planned.expiresAt?.getTime();

/** Expired ones too: the change ends them as well, and the log must name what it ended. */
async function unrevokedTokenIds(
  db: Queryable,
  groupId: string,
  identityIds: readonly string[],
): Promise<string[]> {
  if (identityIds.length === 0) return [];
  const rows = await db
    .select({ id: tokens.id })
    .from(tokens)
    .where(
      and(
        eq(tokens.groupId, groupId),
        inArray(tokens.identityId, [...identityIds]),
        ne(tokens.state, 'revoked'),
      ),
    );
  return rows.map((row) => row.id);
}
