import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { scopes } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import type { Actor } from '@/domain/base/actor';
import { toInstantText } from '@/domain/base/instant';
import { readClockMs } from '@/domain/decision/clock';
import { scopesWithin } from '@/domain/decision/decide';
import { loadTokenSnapshotById } from '@/domain/decision/load-snapshots';
import { type Grant, grantSchema } from './granting';
import {
  type ExplainedMembership,
  membershipSchema,
  sourceNames,
  toExplainedMembership,
} from './source';
import { knowsGroup, type Subject } from './subject';

/** One of the groups through which an operation is opened, by which scopes, by right of which membership. */
export const waySchema = z.object({
  group: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  scopes: z.array(grantSchema),
  /** Null where a group is asked for. */
  membership: membershipSchema.nullable(),
});

export type OpeningGroup = z.output<typeof waySchema>['group'] & {
  readonly membership: ExplainedMembership | null;
};

export interface OwnedScope {
  readonly groupId: string;
  readonly scopeId: string;
  readonly grant: Grant;
}

/** The groups through which it opens anything, by id: a token's one, somebody's living ones. */
export async function openingGroups(db: Queryable, actor: Actor, target: Subject) {
  const found = new Map<string, OpeningGroup>();
  if (target.type === 'group') {
    const { id, slug, name } = target.row;
    found.set(id, { id, slug, name, membership: null });
    return { groups: found, isPartial: false };
  }
  const nowMs = await readClockMs(db);
  const ofOne = target.type === 'token' ? eq(memberships.groupId, target.row.groupId) : undefined;
  const identityId = target.type === 'token' ? target.row.identityId : target.id;
  const rows = await db
    .select({ membership: memberships, group: groups })
    .from(memberships)
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .where(and(eq(memberships.identityId, identityId), ofOne))
    .orderBy(asc(groups.slug));
  const names = await sourceNames(
    db,
    rows.map(({ membership }) => membership),
  );
  let isPartial = false;
  for (const { membership, group } of rows) {
    const explained = toExplainedMembership(membership, nowMs, names);
    // What a token would open is told even while it doesn't work.
    const isOpen = target.type === 'token' || (group.state === 'active' && !explained.ended);
    const isKnown = target.type === 'token' || knowsGroup(actor, group);
    isPartial ||= !isKnown;
    if (!isOpen || !isKnown) continue;
    const { id, slug, name } = group;
    found.set(id, { id, slug, name, membership: explained });
  }
  return { groups: found, isPartial };
}

/** The scopes of these groups, those alone that a token lets through. */
export async function ownedScopes(
  db: Queryable,
  target: Subject,
  groupIds: readonly string[],
): Promise<OwnedScope[]> {
  const rows = await db
    .select({ scope: scopes, grant: groupScopes })
    .from(groupScopes)
    .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
    .where(inArray(groupScopes.groupId, [...groupIds, '']))
    .orderBy(asc(scopes.name));
  const snapshot = target.type === 'token' ? await loadTokenSnapshotById(db, target.id) : null;
  const all = rows.map(({ scope }) => ({ id: scope.id, name: scope.name, apiId: scope.apiId }));
  const within = snapshot && new Set(scopesWithin(snapshot.token, all).map(({ id }) => id));
  return rows.flatMap(({ scope: { id, name }, grant }) =>
    within && !within.has(id)
      ? []
      : {
          ...{ groupId: grant.groupId, scopeId: id },
          grant: {
            ...{ id, name, grantedBy: grant.grantedByName },
            grantedAt: toInstantText(grant.grantedAt),
          },
        },
  );
}

/** Of one operation, the groups that own one of the scopes that hold it. */
export function waysOf(
  scopeIds: ReadonlySet<string>,
  opening: ReadonlyMap<string, OpeningGroup>,
  owned: readonly OwnedScope[],
): z.output<typeof waySchema>[] {
  const through = Map.groupBy(
    owned.filter(({ scopeId }) => scopeIds.has(scopeId)),
    ({ groupId }) => groupId,
  );
  return [...opening.values()].flatMap(({ membership, ...group }) => {
    const holding = through.get(group.id);
    return holding ? { group, scopes: holding.map(({ grant }) => grant), membership } : [];
  });
}
