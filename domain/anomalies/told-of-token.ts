import { and, eq, exists, gt, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { anomalies } from '@/db/schema/anomalies';
import { tokens } from '@/db/schema/tokens';
import type { Reach } from '@/domain/authority/reach';
import type { AnomalyKind } from '@/domain/notices/anomaly-facts';
import { anomaliesWithin } from './list-anomalies';

/** For so long whoever dismissed an anomaly has seen to what else would tell the same. */
const SEEN_HOURS = 24;

/**
 * Whether the token of a row is told of in an anomaly of that kind within reach, open or dismissed lately:
 * what it is about needs no second line.
 * @param seenUntil when the last was, of what else would tell it: dismissed later, it is seen to as well
 */
export const isToldAs = (db: Queryable, kind: AnomalyKind, reach: Reach, seenUntil?: SQL) =>
  exists(
    db
      .select({ one: sql`1` })
      .from(anomalies)
      .where(
        and(
          eq(anomalies.subjectId, tokens.id),
          eq(anomalies.kind, kind),
          or(
            isNull(anomalies.dismissedAt),
            gt(anomalies.dismissedAt, sql`now() - make_interval(hours => ${SEEN_HOURS})`),
            seenUntil && gt(anomalies.dismissedAt, seenUntil),
          ),
          anomaliesWithin(reach),
        ),
      ),
  );
