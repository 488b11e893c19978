import type { Dashboard } from '../lib/dashboard';
import type { BenchPostgres } from '../lib/postgres';

/** The part of an answer to a rotation that is looked at. */
export interface Rotated {
  readonly token: { readonly id: string };
  readonly secret: string;
}

export const rotate = (dashboard: Dashboard, id: string, body: object = {}): Promise<Rotated> =>
  dashboard.ask('POST', `/tokens/${id}/rotate`, body);

/** How many tokens of one family are in which status, as the control API shows them. */
export async function statusesOf(
  { pool }: BenchPostgres,
  dashboard: Dashboard,
  id: string,
): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ id: string }>(
    'select id from tokens where family_id = (select family_id from tokens where id = $1)',
    [id],
  );
  const counts: Record<string, number> = {};
  for (const row of rows) {
    const { status } = await dashboard.ask<{ status: string }>('GET', `/tokens/${row.id}`);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}
