import type { Queryable } from '@/db/client';
import { organisationPolicy } from '@/db/schema/organisation';
import type { Ceilings } from './effective';

/** The ceilings of the policy's row; what it says of requests and approvals is none of a token's. */
export function ceilingsIn(row: Row): Ceilings {
  const { id, updatedAt, approvePrivileged, maxAccessSeconds, ...ceilings } = row;
  return ceilings;
}

type Row = typeof organisationPolicy.$inferSelect;

/** The organisation's ceilings now; `lock` keeps them until the command commits. */
export const readCeilings = async (db: Queryable, lock = false): Promise<Ceilings> =>
  ceilingsIn(await readRow(db, lock));

/** All that the organisation's policy says. */
export async function readOrganisationPolicy(
  db: Queryable,
  lock = false,
): Promise<Omit<Row, 'id' | 'updatedAt'>> {
  const { id, updatedAt, ...policy } = await readRow(db, lock);
  return policy;
}

async function readRow(db: Queryable, lock: boolean): Promise<Row> {
  const query = db.select().from(organisationPolicy);
  const [row] = lock ? await query.for('update') : await query;
  if (!row) throw new Error('the policy of the organisation is missing: run `keyward migrate`');
  return row;
}
