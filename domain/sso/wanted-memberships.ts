import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Queryable, Transaction } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { ssoMappings } from '@/db/schema/sso';
import { hasPassed, readClockMs } from '@/domain/decision/clock';

/** A membership as the mappings of a provider want it. */
export interface Wanted {
  readonly role: 'member' | 'lead';
  /** So long after the sign-in; null for never. */
  readonly endsAfterSeconds: number | null;
  /** The provider's groups that lead to it. */
  readonly claimed: readonly string[];
}

/** What a change of one membership is asked for with; `wanted` is null where it ends. */
export interface PlannedSync {
  readonly groupId: string;
  readonly slug: string;
  readonly wanted: Wanted | null;
}

/** What follows from being in these groups of the provider, by our groups' ids: of several, the most. */
export async function wantedMemberships(
  db: Queryable,
  providerId: string,
  ids: readonly string[],
): Promise<Map<string, Wanted>> {
  const rows = await db
    .select()
    .from(ssoMappings)
    .where(
      and(eq(ssoMappings.providerId, providerId), inArray(ssoMappings.externalGroup, [...ids, ''])),
    )
    .orderBy(asc(ssoMappings.externalGroup));
  const wanted = new Map<string, Wanted>();
  for (const { groupId, role, endsAfterSeconds, externalGroup } of rows) {
    const before = wanted.get(groupId);
    wanted.set(groupId, {
      role: before?.role === 'lead' ? 'lead' : role,
      endsAfterSeconds: before
        ? longer(before.endsAfterSeconds, endsAfterSeconds)
        : endsAfterSeconds,
      claimed: [...(before?.claimed ?? []), externalGroup],
    });
  }
  return wanted;
}

const longer = (a: number | null, b: number | null) =>
  a === null || b === null ? null : Math.max(a, b);

/**
 * What a sign-in changes of somebody's memberships, in the order of their groups: those of another
 * source stay as they are, and those the provider gave and no longer claims end.
 */
export async function planSync(
  db: Queryable,
  { providerId, identityId }: { readonly providerId: string; readonly identityId: string },
  wanted: ReadonlyMap<string, Wanted>,
): Promise<PlannedSync[]> {
  const rows = await db
    .select({ membership: memberships, isOver: hasPassed(memberships.expiresAt) })
    .from(memberships)
    .where(eq(memberships.identityId, identityId));
  const nowMs = await readClockMs(db);
  const present = new Map(rows.map((row) => [row.membership.groupId, row]));
  const isOurs = ({ source, sourceId }: typeof memberships.$inferSelect) =>
    source === 'sso' && sourceId === providerId;
  const lost = rows
    .filter(({ membership }) => isOurs(membership) && !wanted.has(membership.groupId))
    .map(({ membership }) => membership.groupId);
  const gained = [...wanted].flatMap(([groupId, one]) => {
    const found = present.get(groupId);
    if (!found) return [groupId];
    if (!isOurs(found.membership)) return [];
    return found.isOver || differs(one, found.membership, nowMs) ? [groupId] : [];
  });
  const known = await db
    .select({ id: groups.id, slug: groups.slug })
    .from(groups)
    .where(inArray(groups.id, [...lost, ...gained, '']))
    .orderBy(asc(groups.id));
  return known.map(({ id, slug }) => ({ groupId: id, slug, wanted: wanted.get(id) ?? null }));
}

/** An end that moves with each sign-in is written once in a while: a day's sign-ins are one change. */
function differs(
  { role, endsAfterSeconds }: Wanted,
  before: { readonly role: string; readonly expiresAt: Date | null },
  nowMs: number,
): boolean {
  if (role !== before.role || (endsAfterSeconds === null) !== (before.expiresAt === null))
    return true;
  if (endsAfterSeconds === null || before.expiresAt === null) return false;
  const movedSeconds = (nowMs - before.expiresAt.getTime()) / 1_000 + endsAfterSeconds;
  return Math.abs(movedSeconds) > Math.min(3_600, endsAfterSeconds / 24);
}

/** Holds groups that are to change, in the order in which every command holds them. */
export async function lockGroups(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx
    .select({ id: groups.id })
    .from(groups)
    .where(inArray(groups.id, [...ids, '']))
    .orderBy(asc(groups.id))
    .for('update');
}
