import { and, asc, eq, gt, inArray, isNull, lt, ne, not, or, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { isToldAs } from '@/domain/anomalies/told-of-token';
import type { Reach } from '@/domain/authority/reach';
import { tokensWithin } from '@/domain/authority/tokens-within';
import { isRotatedLately, isUsedLate, isUsedRetired, ownUsage } from '@/domain/tokens/late-use';
import { isPowerful } from '@/domain/tokens/powerful';
import { POWERFUL_UNUSED_DAYS, UNUSED_DAYS } from '@/domain/tokens/token-facts';
import { unusedFor } from '@/domain/tokens/token-filters';
import {
  blockedBy,
  ownMembership,
  readTokenViews,
  type TokenView,
  tokenStatus,
  WORKING_STATUSES,
} from '@/domain/tokens/token-view';
import { ATTENTION_KINDS, type AttentionKind } from './attention-kinds';
import { type Counted, readCounted } from './counted';
import { type Denied, deniedLately, numberOf } from './denied-lately';
import { DENIED_SPIKE } from './overview-facts';
import { awakeSql, countAsleep, type Snooze, snoozesWithin } from './snoozes';

const SHOWN = 5;

export interface AttentionItem {
  readonly kind: AttentionKind;
  readonly count: number;
  /** The first few; `detail` is the number of denials where the kind is about them. */
  readonly lines: readonly { readonly token: TokenView; readonly detail: number | null }[];
}

export interface Attention {
  readonly attention: AttentionItem[];
  readonly snoozed: { readonly snooze: Snooze; readonly token: TokenView }[];
  readonly liveTokens: number;
}

/** What is looked for: tokens within reach, and the anomalies that are told beside them. */
export interface AttentionReach {
  readonly tokens: Reach;
  readonly anomalies: Reach;
}

/**
 * What needs attention within reach by kind, kinds without any left out; what was put off, by whom and
 * until when; and how many tokens work.
 */
export async function findAttention(db: Queryable, reach: AttentionReach): Promise<Attention> {
  const facts = await readFacts(db, reach);
  const { snoozes } = facts;
  const found = await Promise.all(
    ATTENTION_KINDS.map(async (kind) => ({ kind, rows: await findOfKind(facts, kind, SHOWN) })),
  );
  const shown = await readTokenViews(db, [
    ...found.flatMap(({ rows }) => rows.map(({ id }) => id)),
    ...snoozes.map(({ tokenId }) => tokenId),
  ]);
  const attention = found.flatMap(({ kind, rows }) => {
    const [first] = rows;
    if (!first) return [];
    const lines = rows.flatMap(({ id }) => {
      const token = shown.get(id);
      return token ? [{ token, detail: detailOf(facts, kind, id) }] : [];
    });
    return [{ kind, count: first.total, lines }];
  });
  const snoozed = snoozes.flatMap((snooze) => {
    const token = shown.get(snooze.tokenId);
    return token ? [{ snooze, token }] : [];
  });
  return { attention, snoozed, liveTokens: facts.counted.working };
}

/** The tokens within reach that need attention of one kind, those that end first at the top. */
export async function findAttentionOf(
  db: Queryable,
  reach: AttentionReach,
  kind: AttentionKind,
  limit: number,
): Promise<{ total: number; tokens: TokenView[] }> {
  const facts = await readFacts(db, reach);
  const rows = await findOfKind(facts, kind, limit);
  const shown = await readTokenViews(
    db,
    rows.map(({ id }) => id),
  );
  return {
    total: rows[0]?.total ?? 0,
    tokens: rows.flatMap(({ id }) => shown.get(id) ?? []),
  };
}

async function readFacts(db: Queryable, reach: AttentionReach): Promise<Facts> {
  const [snoozes, denied, counted] = await Promise.all([
    snoozesWithin(db, reach.tokens),
    deniedLately(db),
    readCounted(db, reach.tokens),
  ]);
  return {
    ...{ db, reach, snoozes, counted },
    after: denied.filter((row) => row.afterRevoke > 0),
    spiking: denied.filter((row) => row.others >= DENIED_SPIKE),
  };
}

async function findOfKind(facts: Facts, kind: AttentionKind, limit: number): Promise<Found[]> {
  const { db, reach, snoozes, counted } = facts;
  const { count, isThere } = counted.kinds[kind] ?? {};
  if (count === 0) return [];
  const where = and(tokensWithin(reach.tokens), conditionOf(kind, facts));
  const asleep = snoozes.filter((snooze) => snooze.kind === kind).map(({ tokenId }) => tokenId);
  const known = count && count - (await countAsleep(db, where, asleep));
  const isLookedAt = and(isThere?.(limit + asleep.length), where, awakeSql(asleep));
  return findTokens(db, isLookedAt, known, limit);
}

function detailOf({ after, spiking }: Facts, kind: AttentionKind, id: string): number | null {
  if (kind === 'tried_after_revoke') return numberOf(after, id);
  return kind === 'denied_spike' ? numberOf(spiking, id) : null;
}

interface Facts {
  readonly db: Queryable;
  readonly reach: AttentionReach;
  readonly snoozes: readonly Snooze[];
  readonly after: readonly Denied[];
  readonly spiking: readonly Denied[];
  readonly counted: Counted;
}

/**
 * Each begins with what an index finds, or what few tokens are: their status, which takes longest, is
 * asked of those alone.
 */
function conditionOf(kind: AttentionKind, facts: Facts): SQL | undefined {
  const { db, reach, after, spiking } = facts;
  const ids = (list: readonly Denied[]) =>
    inArray(tokens.id, [...list.map((row) => row.tokenId), '']);
  // What the status says already, for the index that has the next to end.
  const unended = and(ne(tokens.state, 'revoked'), gt(tokens.expiresAt, sql`now()`));
  const works = inArray(tokenStatus, WORKING_STATUSES);
  switch (kind) {
    case 'tried_after_revoke':
      return and(ids(after), not(isToldAs(db, 'stopped_use', reach.anomalies)));
    case 'rotated_in_use':
      return and(
        rotatedInUse(db),
        not(isToldAs(db, 'stopped_use', reach.anomalies, lastRetiredAt)),
      );
    case 'denied_spike':
      // Whoever suspended it has seen to it.
      return and(
        ids(spiking),
        ne(tokenStatus, 'suspended'),
        not(isToldAs(db, 'denied_spike', reach.anomalies)),
      );
    case 'policy_not_met':
      return and(unended, eq(tokenStatus, 'blocked'), eq(blockedBy, 'policy_not_met'));
    case 'awaiting':
      return and(eq(tokens.approval, 'awaiting'), eq(tokenStatus, 'awaiting'));
    case 'over_powered':
      return and(unended, eq(tokens.restricted, false), works);
    case 'expiring':
      return and(unended, isService, isExpiring);
    case 'powerful_unused':
      return and(unended, unusedFor(POWERFUL_UNUSED_DAYS), isPowerful(db), works);
    case 'unused':
      // What is powerful as well has a line of its own.
      return and(
        unended,
        unused,
        works,
        or(not(unusedFor(POWERFUL_UNUSED_DAYS)), not(isPowerful(db))),
      );
  }
}

const isService = eq(tokens.kind, 'service');
const isExpiring = eq(tokenStatus, 'expiring');

/** Used near the end of its overlap, or after: whoever uses it may not know of its successor. */
const rotatedInUse = (db: Queryable) => and(or(isUsedLate, isUsedRetired), isRotatedLately(db));

const lastRetiredAt = sql`${tokenUsage.lastRetiredAt}`;

const unused = and(
  lt(tokens.createdAt, sql`now() - make_interval(hours => ${UNUSED_DAYS * 12})`),
  or(
    isNull(tokenUsage.lastUsedAt),
    lt(tokenUsage.lastUsedAt, sql`now() - make_interval(hours => ${UNUSED_DAYS * 24})`),
  ),
);

interface Found {
  readonly id: string;
  /** How many there are in all. */
  readonly total: number;
}

/** The first few to end. How many there are is counted unless it is known: then few are looked at. */
const findTokens = (
  db: Queryable,
  where: SQL | undefined,
  known: number | undefined,
  limit: number,
) =>
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
    .limit(limit);
