import type { Queryable } from '@/db/client';
import { organisationPolicy } from '@/db/schema/organisation';
import type { Ceilings } from './effective';

/** The ceilings of the policy's row; what it says of requests and approvals is none of a token's. */
export function ceilingsIn(row: typeof organisationPolicy.$inferSelect): Ceilings {
  const { id, updatedAt, approvePrivileged, maxAccessSeconds, ...ceilings } = row;
  return ceilings;
}

/** The organisation's ceilings now; `lock` keeps them until the command commits. */
export async function readCeilings(db: Queryable, lock = false): Promise<Ceilings> {
  const query = db.select().from(organisationPolicy);
  const [row] = lock ? await query.for('update') : await query;
  if (!row) throw new Error('the policy of the organisation is missing: run `keyward migrate`');
  return ceilingsIn(row);
}
