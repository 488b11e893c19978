import { type SQL, sql } from 'drizzle-orm';
import { anomalies } from '@/db/schema/anomalies';
import type { AnomalyKind } from '@/domain/notices/anomaly-facts';
import type { AnomalyPolicy } from './anomaly-policy';

/** Another new network of the same token within this time belongs to the first. */
const NETWORK_QUIET_MINUTES = 60;

export const onceKeyOf = (kind: AnomalyKind, subject: string, window: string): string =>
  `${kind} ${subject} ${window}`;

/** The key of its notices. */
export const toldAs = (anomaly: string): string => `anomaly ${anomaly}`;

/**
 * Whether the same was told: while it stands undismissed, and for the policy's quiet days. Networks are
 * each their own, told once, and at most one an hour of a token.
 * @param of texts, or columns
 */
export function toldAlready(
  of: { kind: AnomalyKind; subject: SQL | string; window: SQL | string },
  { quietDays }: Pick<AnomalyPolicy, 'quietDays'>,
): SQL {
  const { kind, subject, window } = of;
  const same = sql`once_key = ${`${kind} `}::text || ${subject} || ' ' || ${window}`;
  const still =
    kind === 'new_network'
      ? sql`created_at > now() - make_interval(mins => ${NETWORK_QUIET_MINUTES})`
      : sql`(dismissed_at is null or created_at > now() - make_interval(days => ${quietDays}))`;
  return sql`exists (select from ${anomalies} where (${same})
    or (subject_id = ${subject} and kind = ${kind} and ${still}))`;
}
