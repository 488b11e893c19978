import { and, eq, getTableColumns, inArray, ne } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { reference } from '@/domain/base/input';
import { instantInput } from '@/domain/base/instant';
import { type FieldError, invalid, type Refusal } from '@/domain/base/refusal';
import { hasPassed, readClockMs } from '@/domain/decision/clock';
import { findIdentities } from '@/domain/targets/find-identities';
import type { IdentityRow } from '@/domain/targets/find-identity';
import type { GroupTarget } from '@/domain/targets/group-target';
import { MAX_MEMBER_EDITS } from './group-facts';
import { refuseManaged } from './managed-member';
import { asOfSchema, refuseSavedMeanwhile } from './saved-meanwhile';

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
  /** `asOf` of the members that the edit was made from: others' saves since then refuse it. */
  basedOn: asOfSchema.optional(),
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
  const named = [...edit.add.map(({ identity }) => identity), ...edit.remove];
  const found = await findIdentities(db, named);
  const overlaps = overlapsOf(named, found, present);
  const meanwhile = await refuseSavedMeanwhile(db, group.id, edit.basedOn, overlaps);
  if (meanwhile) return meanwhile;
  const nowMs = await readClockMs(db);
  const added = new Map<string, PlannedMember>();
  const changed = new Map<string, MemberPlan['changed'][number]>();
  for (const [index, entry] of edit.add.entries()) {
    const planned = planMember(found.get(entry.identity), entry, `add.${index}`, nowMs);
    if ('ok' in planned) return planned;
    const before = present.get(planned.identity.id);
    if (!before) added.set(planned.identity.id, planned);
    else if (differs(planned, before)) changed.set(planned.identity.id, { ...planned, before });
  }
  const removed = new Map<string, IdentityRow>();
  for (const [index, name] of edit.remove.entries()) {
    const identity = found.get(name);
    if (!identity || !present.has(identity.id)) {
      return invalid(`remove.${index}`, `“${name}” is not a member.`);
    }
    if (added.has(identity.id) || changed.has(identity.id)) {
      return invalid(`remove.${index}`, `“${identity.name}” is both added and removed.`);
    }
    removed.set(identity.id, identity);
  }
  const edited = (path: 'add' | 'remove', rows: readonly IdentityRow[]) =>
    rows.flatMap(({ id, name }) => {
      const before = present.get(id);
      return before ? [{ before, name, path }] : [];
    });
  const managed = await refuseManaged(db, [
    ...edited('remove', [...removed.values()]),
    ...edited(
      'add',
      [...changed.values()].map(({ identity }) => identity),
    ),
  ]);
  if (managed) return managed;
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

/** How each of those edited stands now, in words for whoever edited from something older. */
function overlapsOf(
  named: readonly string[],
  found: ReadonlyMap<string, IdentityRow>,
  present: ReadonlyMap<string, { readonly role: string }>,
): Map<string, FieldError> {
  return new Map(
    named.flatMap((name) => {
      const identity = found.get(name);
      if (!identity) return [];
      const role = present.get(identity.id)?.role;
      const now = role ? `a ${role} now` : 'no member any more';
      return [[identity.id, { path: '', message: `${identity.name} is ${now}.` }] as const];
    }),
  );
}

function planMember(
  identity: IdentityRow | undefined,
  entry: z.output<typeof memberEditInput>['add'][number],
  path: string,
  nowMs: number,
): PlannedMember | Refusal {
  if (!identity) return invalid(`${path}.identity`, `There is nobody “${entry.identity}”.`);
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
