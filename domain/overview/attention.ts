import { and, asc, eq, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { decisions } from '@/db/schema/history';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { toInstantTextOrNull } from '@/domain/base/instant';
import { isUsedLate, isUsedRetired } from '@/domain/tokens/late-use';
import {
  blockedBy,
  countTokensOfEach,
  judgedStatus,
  selectTokens,
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

/** Tokens within `reach` that somebody should look at, by kind; kinds without any are left out. */
export async function findAttention(
  db: Queryable,
  reach: SQL | undefined,
): Promise<AttentionItem[]> {
  const denied = await deniedLately(db);
  const ids = (list: Denied[]) => inArray(tokens.id, [...list.map((row) => row.tokenId), '']);
  const after = denied.filter((row) => row.afterRevoke > 0);
  const spiking = denied.filter((row) => row.others >= DENIED_SPIKE);
  // What the status says already, for the index that has the next to end.
  const unrevoked = ne(tokens.state, 'revoked');
  const conditionsOn = (status: SQL): Record<AttentionKind, SQL | undefined> => ({
    tried_after_revoke: ids(after),
    rotated_in_use: rotatedInUse,
    denied_spike: ids(spiking),
    policy_not_met: and(unrevoked, eq(status, 'blocked'), eq(blockedBy, 'policy_not_met')),
    awaiting: and(unrevoked, eq(tokens.approval, 'awaiting'), eq(status, 'awaiting')),
    over_powered: and(
      unrevoked,
      eq(tokens.restricted, false),
      controlsKeyward(db),
      inArray(status, WORKING_STATUSES),
    ),
    expiring: and(unrevoked, eq(tokens.kind, 'service'), eq(status, 'expiring')),
    unused: and(unrevoked, unused, inArray(status, WORKING_STATUSES)),
  });
  const conditions = conditionsOn(tokenStatus);
  const counts = await countTokensOfEach(db, reach, conditionsOn(judgedStatus));
  const found = ATTENTION_KINDS.filter((kind) => counts[kind] > 0);
  const details: Partial<Record<AttentionKind, Denied[]>> = {
    ...{ tried_after_revoke: after, denied_spike: spiking },
  };
  const items: AttentionItem[] = [];
  for (const kind of found) {
    const where = and(reach, conditions[kind]);
    const detail = (id: string) => numberOf(details[kind] ?? [], id);
    items.push({ kind, count: counts[kind], tokens: await first(db, where, detail) });
  }
  return items;
}

/** Used near the end of its overlap, or after: whoever uses it may not know of its successor. */
const rotatedInUse = or(isUsedLate, isUsedRetired);

const unused = and(
  lt(tokens.createdAt, sql`now() - make_interval(days => ${UNUSED_DAYS / 2})`),
  or(
    isNull(tokenUsage.lastUsedAt),
    lt(tokenUsage.lastUsedAt, sql`now() - make_interval(days => ${UNUSED_DAYS})`),
  ),
);

const controlsKeyward = (db: Queryable) =>
  inArray(
    tokens.groupId,
    db
      .select({ id: groupScopes.groupId })
      .from(groupScopes)
      .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
      .innerJoin(apis, eq(apis.id, scopes.apiId))
      .where(and(eq(apis.slug, KEYWARD_API), sql`${scopes.name} <> 'keyward:verify'`)),
  );

async function first(
  db: Queryable,
  where: SQL | undefined,
  detail: (tokenId: string) => number | null,
): Promise<AttentionItem['tokens']> {
  const rows = await selectTokens(db).where(where).orderBy(asc(tokens.expiresAt)).limit(SHOWN);
  return rows.map(({ token, identity, group, usage }) => ({
    id: token.id,
    name: token.name,
    identity: identity.name,
    group: group.slug,
    detail: detail(token.id),
    lastUsedAt: toInstantTextOrNull(usage?.lastUsedAt ?? null),
    lastIp: usage?.lastIp ?? null,
  }));
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
