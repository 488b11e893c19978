import { and, asc, eq, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { readClockMs } from '@/domain/decision/clock';
import { membershipSchema, sourceNames, toExplainedMembership } from './source';

/** Who is asked for: all who can call it, or some of them. */
export interface CallersAsked {
  readonly groupIds: readonly string[];
  readonly type?: 'person' | 'service' | undefined;
  readonly q?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export const callerSchema = z.object({
  identity: z.object({
    id: z.string(),
    type: z.enum(['person', 'service']),
    name: z.string(),
    /** Email of a person, slug of a service account. */
    handle: z.string(),
  }),
  groupId: z.string(),
  membership: membershipSchema,
});

/** Living memberships of active identities in active groups: who holds what those groups hold. */
const livingIn = (groupIds: readonly string[]): SQL | undefined =>
  and(
    inArray(memberships.groupId, [...groupIds, '']),
    eq(identities.state, 'active'),
    eq(groups.state, 'active'),
    sql`coalesce(${memberships.expiresAt} > clock_timestamp(), true)`,
  );

/** How many people and service accounts each group has that could call it now, by id of the group. */
export async function countCallers(db: Queryable, groupIds: readonly string[]) {
  const counted = (type: 'person' | 'service') =>
    sql<number>`(count(*) filter (where ${identities.type} = ${type}))::int`;
  const rows = await db
    .select({
      groupId: memberships.groupId,
      personCount: counted('person'),
      serviceCount: counted('service'),
    })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .where(livingIn(groupIds))
    .groupBy(memberships.groupId);
  return new Map(rows.map(({ groupId, ...counts }) => [groupId, counts]));
}

/** How many different people and service accounts that is, over all of these groups. */
export async function countDistinct(db: Queryable, groupIds: readonly string[]) {
  const counted = (type: 'person' | 'service') =>
    sql<number>`(count(distinct ${identities.id}) filter (where ${identities.type} = ${type}))::int`;
  const [row] = await db
    .select({ personCount: counted('person'), serviceCount: counted('service') })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .where(livingIn(groupIds));
  return row ?? { personCount: 0, serviceCount: 0 };
}

/** A page of them, by name, then group: somebody in several of the groups is there once for each. */
export async function pageOfCallers(db: Queryable, asked: CallersAsked) {
  const nowMs = await readClockMs(db);
  const after = readCursor(asked.cursor);
  const pattern = asked.q === undefined ? undefined : containsPattern(asked.q);
  const matching = and(
    livingIn(asked.groupIds),
    asked.type && eq(identities.type, asked.type),
    pattern === undefined
      ? undefined
      : or(
          ilike(identities.name, pattern),
          ilike(identities.email, pattern),
          ilike(identities.slug, pattern),
        ),
  );
  const sortedBy = sql<string>`lower(${identities.name})`;
  const key = sql`(${sortedBy}, ${identities.id}, ${memberships.groupId})`;
  const rows = await db
    .select({ membership: memberships, identity: identities, sortedBy })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .where(and(matching, after ? sql`${key} > (${after[0]}, ${after[1]}, ${after[2]})` : undefined))
    .orderBy(asc(sortedBy), asc(identities.id), asc(memberships.groupId))
    .limit(asked.limit + 1);
  const [counted] = await db
    .select({ total: sql<number>`count(*)::int` })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .where(matching);
  const page = toPage(rows, asked.limit, ({ sortedBy, identity, membership }) =>
    pack([sortedBy, identity.id, membership.groupId]),
  );
  const names = await sourceNames(
    db,
    page.items.map(({ membership }) => membership),
  );
  return {
    total: counted?.total ?? 0,
    nextCursor: page.nextCursor,
    items: page.items.map(({ membership, identity }) => ({
      identity: {
        id: identity.id,
        type: identity.type,
        name: identity.name,
        handle: identity.email ?? identity.slug ?? '',
      },
      groupId: membership.groupId,
      membership: toExplainedMembership(membership, nowMs, names),
    })),
  };
}

type Place = [sortedBy: string, identityId: string, groupId: string];

const pack = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

const placeSchema = z.tuple([
  z.string().refine((text) => !text.includes('\0')),
  z.string().regex(/^idn_\w+$/),
  z.string().regex(/^grp_\w+$/),
]);

function readCursor(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  return placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
}

/** Whether a cursor is one of `pageOfCallers`. */
export function isCursor(cursor: string): boolean {
  try {
    return readCursor(cursor) !== null;
  } catch {
    return false;
  }
}
