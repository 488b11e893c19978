import { and, asc, eq, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
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
  countTokens,
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

const alive = inArray(tokenStatus, WORKING_STATUSES);

/** Tokens within `reach` that somebody should look at, by kind; kinds without any are left out. */
export async function findAttention(
  db: Queryable,
  reach: SQL | undefined,
): Promise<AttentionItem[]> {
  const denied = await deniedLately(db);
  const ids = (list: Denied[]) => inArray(tokens.id, [...list.map((row) => row.tokenId), '']);
  const after = denied.filter((row) => row.afterRevoke > 0);
  const spiking = denied.filter((row) => row.others >= DENIED_SPIKE);
  const items = [
    await item(db, 'tried_after_revoke', and(reach, ids(after)), (id) => numberOf(after, id)),
    await item(db, 'rotated_in_use', and(reach, rotatedInUse)),
    await item(db, 'denied_spike', and(reach, ids(spiking)), (id) => numberOf(spiking, id)),
    await item(
      db,
      'policy_not_met',
      and(reach, eq(tokenStatus, 'blocked'), eq(blockedBy, 'policy_not_met')),
    ),
    await item(db, 'awaiting', and(reach, eq(tokenStatus, 'awaiting'))),
    await item(
      db,
      'over_powered',
      and(reach, alive, eq(tokens.restricted, false), controlsKeyward(db)),
    ),
    await item(db, 'expiring', and(reach, eq(tokenStatus, 'expiring'), eq(tokens.kind, 'service'))),
    await item(db, 'unused', and(reach, alive, unused)),
  ];
  return items.filter((found) => found.count > 0);
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

async function item(
  db: Queryable,
  kind: AttentionKind,
  where: SQL | undefined,
  detail: (tokenId: string) => number | null = () => null,
): Promise<AttentionItem> {
  const rows = await selectTokens(db).where(where).orderBy(asc(tokens.expiresAt)).limit(SHOWN);
  return {
    kind,
    count: await countTokens(db, where),
    tokens: rows.map(({ token, identity, group, usage }) => ({
      id: token.id,
      name: token.name,
      identity: identity.name,
      group: group.slug,
      detail: detail(token.id),
      lastUsedAt: toInstantTextOrNull(usage?.lastUsedAt ?? null),
      lastIp: usage?.lastIp ?? null,
    })),
  };
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

/** Denials of known tokens in the last 24 hours. */
async function deniedLately(db: Queryable): Promise<Denied[]> {
  return db
    .select({
      tokenId: sql<string>`${decisions.tokenId}`,
      afterRevoke: sql<number>`count(*) filter (where ${decisions.code} = 'token_revoked')::int`,
      others: sql<number>`count(*) filter (where ${decisions.code} <> 'token_revoked')::int`,
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
