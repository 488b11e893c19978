import { and, asc, eq, gt, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis, scopes } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { decisions } from '@/db/schema/history';
import { identities } from '@/db/schema/identities';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import type { Reach } from '@/domain/authority/reach';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { toInstantTextOrNull } from '@/domain/base/instant';
import { standingsWithin } from '@/domain/tokens/count-standings';
import { isRotatedLately, isUsedLate, isUsedRetired, ownUsage } from '@/domain/tokens/late-use';
import { tokensWithin } from '@/domain/tokens/token-filters';
import {
  blockedBy,
  ownMembership,
  tokenStatus,
  WORKING_STATUSES,
} from '@/domain/tokens/token-view';
import { DENIED_SPIKE } from './overview-facts';

export const UNUSED_DAYS = 30;
const SHOWN = 5;

export const ATTENTION_KINDS = [
  'tried_after_revoke',
  'rotated_in_use',
  'denied_spike',
  'policy_not_met',
  'awaiting',
  'over_powered',
  'expiring',
  'unused',
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

export interface AttentionItem {
  readonly kind: AttentionKind;
  readonly count: number;
  /** The first few; `detail` is a number of denials, days or operations, by kind. */
  readonly tokens: {
    readonly id: string;
    readonly name: string;
    readonly identity: string;
    readonly group: string;
    readonly detail: number | null;
    readonly lastUsedAt: string | null;
    readonly lastIp: string | null;
  }[];
}

/** What needs attention within reach by kind, kinds without any left out, and how many tokens work. */
export async function findAttention(
  db: Queryable,
  reach: Reach,
): Promise<{ attention: AttentionItem[]; liveTokens: number }> {
  const [denied, standings] = await Promise.all([deniedLately(db), countStandings(db, reach)]);
  const after = denied.filter((row) => row.afterRevoke > 0);
  const spiking = denied.filter((row) => row.others >= DENIED_SPIKE);
  const within = tokensWithin(reach);
  const found = await Promise.all(
    ATTENTION_KINDS.map(async (kind): Promise<Found[]> => {
      const known = standings.counts[kind];
      if (known === 0) return [];
      const where = and(within, conditionOf(kind, { db, after, spiking, standings }));
      return findTokens(db, where, known);
    }),
  );
  const details: Partial<Record<AttentionKind, Denied[]>> = {
    ...{ tried_after_revoke: after, denied_spike: spiking },
  };
  const shown = await readShown(db, found.flat());
  const attention = ATTENTION_KINDS.flatMap((kind, index) => {
    const rows = found[index] ?? [];
    const [first] = rows;
    if (!first) return [];
    const detail = (id: string) => numberOf(details[kind] ?? [], id);
    const tokensOfKind = rows.flatMap(({ id }) => {
      const token = shown.get(id);
      return token ? { ...token, detail: detail(id) } : [];
    });
    return { kind, count: first.total, tokens: tokensOfKind };
  });
  return { attention, liveTokens: standings.working };
}

interface Facts {
  readonly db: Queryable;
  readonly after: readonly Denied[];
  readonly spiking: readonly Denied[];
  readonly standings: Standings;
}

/**
 * Each begins with what an index finds, or what few tokens are: their status, which takes longest, is
 * asked of those alone.
 */
function conditionOf(kind: AttentionKind, facts: Facts): SQL | undefined {
  const { db, after, spiking, standings } = facts;
  const ids = (list: readonly Denied[]) =>
    inArray(tokens.id, [...list.map((row) => row.tokenId), '']);
  const ofThose = (places: readonly Place[]) => or(sql`false`, ...places.map((at) => isAt(at)));
  // What the status says already, for the index that has the next to end.
  const unended = and(ne(tokens.state, 'revoked'), gt(tokens.expiresAt, sql`now()`));
  const works = inArray(tokenStatus, WORKING_STATUSES);
  switch (kind) {
    case 'tried_after_revoke':
      return ids(after);
    case 'rotated_in_use':
      return rotatedInUse(db);
    case 'denied_spike':
      return ids(spiking);
    case 'policy_not_met': {
      const broken = and(eq(tokenStatus, 'blocked'), eq(blockedBy, 'policy_not_met'));
      return and(ofThose(standings.places.policy_not_met), unended, broken);
    }
    case 'awaiting':
      return and(eq(tokens.approval, 'awaiting'), eq(tokenStatus, 'awaiting'));
    case 'over_powered':
      return and(
        ofThose(standings.places.controlling),
        unended,
        eq(tokens.restricted, false),
        works,
      );
    case 'expiring':
      return and(ofThose(standings.places.expiring), unended, isService, isExpiring);
    case 'unused':
      return and(unended, unused, works);
  }
}

const isService = eq(tokens.kind, 'service');
const isExpiring = eq(tokenStatus, 'expiring');

/** Used near the end of its overlap, or after: whoever uses it may not know of its successor. */
const rotatedInUse = (db: Queryable) => and(or(isUsedLate, isUsedRetired), isRotatedLately(db));

const unused = and(
  lt(tokens.createdAt, sql`now() - make_interval(days => ${UNUSED_DAYS / 2})`),
  or(
    isNull(tokenUsage.lastUsedAt),
    lt(tokenUsage.lastUsedAt, sql`now() - make_interval(days => ${UNUSED_DAYS})`),
  ),
);

/** Whose tokens of a group; null for everybody's. */
interface Place {
  readonly groupId: string;
  readonly identityId: string | null;
}

const isAt = ({ groupId, identityId }: Place) =>
  and(
    eq(tokens.groupId, groupId),
    identityId === null ? undefined : eq(tokens.identityId, identityId),
  );

interface Standings {
  readonly working: number;
  /** Of the kinds that are counted with the working ones. */
  readonly counts: Readonly<Partial<Record<AttentionKind, number>>>;
  /** Where those that end first are, and which groups control Keyward. */
  readonly places: Readonly<Record<'policy_not_met' | 'expiring' | 'controlling', Place[]>>;
}

interface StandingRow extends Record<string, unknown> {
  readonly what: 'working' | keyof Standings['places'];
  readonly groupId: string;
  readonly identityId: string | null;
  readonly count: number;
}

/** One pass over the tokens within reach. */
async function countStandings(db: Queryable, reach: Reach): Promise<Standings> {
  const breaks = sql`status = 'blocked' and blocked_by = 'policy_not_met'`;
  const expires = sql`status = 'expiring' and kind = 'service'`;
  // The first few to end are among the holdings that have the first few to end.
  const firstOf = (what: SQL, condition: SQL) => sql`(select ${what} as what, group_id, identity_id,
    (sum(sum(count)) over ())::int as count from standings where ${condition}
    group by 2, 3 order by min(ends_first) limit ${SHOWN})`;
  const { rows } = await db.execute<StandingRow>(sql`
    with standings as materialized ${standingsWithin(reach)}
    select what, group_id as "groupId", identity_id as "identityId", count from (
      select 'working' as what, null as group_id, null as identity_id, coalesce(sum(count), 0)::int as count
        from standings where ${inArray(sql`status`, WORKING_STATUSES)}
      union all select 'controlling', group_id, null, 0 from standings
        where ${controlsKeyward(db)} group by group_id
      union all ${firstOf(sql`'policy_not_met'`, breaks)}
      union all ${firstOf(sql`'expiring'`, expires)}) as counted`);
  const of = (what: StandingRow['what']) => rows.filter((row) => row.what === what);
  const count = (what: StandingRow['what']) => of(what)[0]?.count ?? 0;
  const [broken, expiring] = [of('policy_not_met'), of('expiring')];
  return {
    working: count('working'),
    counts: { policy_not_met: count('policy_not_met'), expiring: count('expiring') },
    places: { policy_not_met: broken, expiring, controlling: of('controlling') },
  };
}

const controlsKeyward = (db: Queryable) =>
  inArray(
    sql`group_id`,
    db
      .select({ id: groupScopes.groupId })
      .from(groupScopes)
      .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
      .innerJoin(apis, eq(apis.id, scopes.apiId))
      .where(and(eq(apis.slug, KEYWARD_API), sql`${scopes.name} <> 'keyward:verify'`)),
  );

interface Found {
  readonly id: string;
  /** How many there are in all. */
  readonly total: number;
}

/** The first few to end. How many there are is counted unless it is known: then few are looked at. */
const findTokens = (db: Queryable, where: SQL | undefined, known: number | undefined) =>
  db
    .select({
      id: tokens.id,
      total:
        known === undefined ? sql<number>`(count(*) over ())::int` : sql<number>`${known}::int`,
    })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .leftJoin(tokenUsage, ownUsage)
    .where(where)
    .orderBy(asc(tokens.expiresAt), asc(tokens.id))
    .limit(SHOWN);

type Shown = Omit<AttentionItem['tokens'][number], 'detail'>;

async function readShown(
  db: Queryable,
  found: readonly { readonly id: string }[],
): Promise<Map<string, Shown>> {
  const rows = await db
    .select({
      ...{ id: tokens.id, name: tokens.name, identity: identities.name, group: groups.slug },
      ...{ lastUsedAt: tokenUsage.lastUsedAt, lastIp: tokenUsage.lastIp },
    })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(tokenUsage, ownUsage)
    .where(inArray(tokens.id, [...found.map(({ id }) => id), '']));
  return new Map(
    rows.map((row) => [row.id, { ...row, lastUsedAt: toInstantTextOrNull(row.lastUsedAt) }]),
  );
}

interface Denied {
  readonly tokenId: string;
  readonly afterRevoke: number;
  readonly others: number;
}

const numberOf = (list: Denied[], tokenId: string): number | null => {
  const found = list.find((row) => row.tokenId === tokenId);
  return found ? found.afterRevoke + found.others : null;
};

/** A membership that ends takes its tokens with it. */
const isOver = inArray(decisions.code, ['token_revoked', 'membership_ended']);

/** Denials of known tokens in the last 24 hours. */
async function deniedLately(db: Queryable): Promise<Denied[]> {
  return db
    .select({
      tokenId: sql<string>`${decisions.tokenId}`,
      afterRevoke: sql<number>`count(*) filter (where ${isOver})::int`,
      others: sql<number>`count(*) filter (where not ${isOver})::int`,
    })
    .from(decisions)
    .where(
      and(
        sql`${decisions.at} > now() - interval '24 hours'`,
        eq(decisions.outcome, 'denied'),
        sql`${decisions.tokenId} is not null`,
      ),
    )
    .groupBy(decisions.tokenId)
    .orderBy(sql`count(*) desc`)
    .limit(1_000);
}
