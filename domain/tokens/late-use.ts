import { and, eq, gt, inArray, isNotNull, lte, ne, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { LATE_SHARE, MAX_OVERLAP_SECONDS } from './token-facts';

/** How long a use of a token that was rotated out is news. */
const NEWS_DAYS = 7;

const successorMade = sql`(select max(successors.created_at) from ${tokens} as successors
  where successors.family_id = ${tokens}.family_id and successors.predecessor_id = ${tokens}.id)`;

/** When the end of a rotated token is near. */
const nearEnd = sql`(${tokens.retiresAt} - (${tokens.retiresAt} - ${successorMade}) * ${LATE_SHARE}::float8)`;

/**
 * Still used though the end of its overlap is near: whoever does may not know of its successor. What
 * ends with that one's first use comes to its end in time.
 */
export const isUsedLate = and(
  gt(tokens.retiresAt, sql`now()`),
  // No overlap is longer: an index finds the rest.
  lte(tokens.retiresAt, sql`now() + make_interval(secs => ${LATE_SHARE * MAX_OVERLAP_SECONDS})`),
  ne(tokens.state, 'revoked'),
  gt(tokens.expiresAt, sql`now()`),
  gt(tokenUsage.lastAllowedAt, nearEnd),
);

/** Denied lately for having been rotated out. */
export const isUsedRetired = and(
  gt(tokenUsage.lastRetiredAt, sql`now() - make_interval(days => ${NEWS_DAYS})`),
  isNotNull(tokens.retiresAt),
  ne(tokens.state, 'revoked'),
);

/** What either says of a token, so that indexes find the few to ask. */
export const isRotatedLately = (db: Queryable) =>
  inArray(
    tokens.id,
    db
      .select({ id: sql`rotated.id` })
      .from(sql`(select id from ${tokens} as ending where ending.retires_at > now()
        and ending.retires_at <= now() + make_interval(secs => ${LATE_SHARE * MAX_OVERLAP_SECONDS})
        union all select ${tokenUsage.tokenId} from ${tokenUsage}
        where ${tokenUsage.lastRetiredAt} > now() - make_interval(days => ${NEWS_DAYS})) as rotated`),
  );

export const ownUsage = eq(tokenUsage.tokenId, tokens.id);
