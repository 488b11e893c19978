import { and, eq, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import type { Reach } from '@/domain/authority/reach';
import { KEYWARD_API, VERIFY_SCOPE } from '@/domain/base/built-ins';
import { type Standing, totalOf } from '@/domain/tokens/count-standings';
import { standingsWithin } from '@/domain/tokens/known-standings';
import { POWERFUL_UNUSED_DAYS, UNUSED_DAYS } from '@/domain/tokens/token-facts';
import { WORKING_STATUSES } from '@/domain/tokens/token-view';
import type { AttentionKind } from './attention-kinds';

const works = ({ status }: Standing) => WORKING_STATUSES.includes(status);
const isPowerfulUnused = ({ powerful, unusedDays }: Standing) =>
  powerful && unusedDays >= POWERFUL_UNUSED_DAYS;

/** The kinds that how tokens stand says by itself: of them nothing but the first few is looked up. */
const COUNTED = {
  policy_not_met: ({ blockedBy }: Standing) => blockedBy === 'policy_not_met',
  awaiting: ({ status }: Standing) => status === 'awaiting',
  powerful_unused: (standing: Standing) => works(standing) && isPowerfulUnused(standing),
  expiring: ({ status, kind }: Standing) => status === 'expiring' && kind === 'service',
  // What is powerful as well has a line of its own.
  unused: (standing: Standing) =>
    works(standing) && standing.unusedDays >= UNUSED_DAYS && !isPowerfulUnused(standing),
} satisfies Partial<Record<AttentionKind, (standing: Standing) => boolean>>;

interface CountedKind {
  /** Known where the kind is counted. */
  readonly count?: number;
  /** Where at least so many that end first are to be looked for. */
  isThere(first: number): SQL | undefined;
}

export interface Counted {
  readonly working: number;
  readonly kinds: Readonly<Partial<Record<AttentionKind, CountedKind>>>;
}

/**
 * What is known without looking at any token: how many within reach work, how many need attention, and
 * where the first few of those are.
 */
export async function readCounted(db: Queryable, reach: Reach): Promise<Counted> {
  const [standings, controlling] = await Promise.all([
    standingsWithin(db, reach),
    groupsThatControl(db),
  ]);
  const kinds = Object.entries(COUNTED).map(([kind, isOfKind]): [string, CountedKind] => {
    const those = standings.filter(isOfKind);
    return [kind, { count: totalOf(those), isThere: (first) => atFirstOf(those, first) }];
  });
  return {
    working: totalOf(standings.filter(works)),
    kinds: {
      ...Object.fromEntries(kinds),
      over_powered: { isThere: () => isInOneOf(controlling) },
    },
  };
}

/** The first few to end are among the holdings that have the first few to end. */
const atFirstOf = (standings: readonly Standing[], first: number): SQL | undefined =>
  or(
    sql`false`,
    ...standings
      .toSorted((left, right) => left.endsFirst - right.endsFirst)
      .slice(0, first)
      .map(({ groupId, identityId }) =>
        and(eq(tokens.groupId, groupId), eq(tokens.identityId, identityId)),
      ),
  );

const isInOneOf = (groupIds: readonly string[]): SQL | undefined =>
  or(sql`false`, ...groupIds.map((id) => eq(tokens.groupId, id)));

async function groupsThatControl(db: Queryable): Promise<string[]> {
  const rows = await db
    .selectDistinct({ groupId: groupScopes.groupId })
    .from(groupScopes)
    .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
    .innerJoin(apis, eq(apis.id, scopes.apiId))
    .where(and(eq(apis.slug, KEYWARD_API), ne(scopes.name, VERIFY_SCOPE)));
  return rows.map(({ groupId }) => groupId);
}
