import { and, asc, getTableColumns, gt, lte, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditEvents } from '@/db/schema/history';
import { exactAt, type StoredEvent } from '@/domain/ledger/event-hash';

/** As Postgres stores it, compressed; one event may be larger. */
const MAX_BATCH_BYTES = 2 * 1024 * 1024;

export interface Batch {
  readonly events: readonly StoredEvent[];
  /** How long ago the first was appended, by the clock of the database. */
  readonly oldestMs: number;
}

/** The next whole events after `seq`, in order: at most so many, and fewer where they are large. */
export async function readStoredEvents(
  db: Pick<Database, 'select'>,
  after: number,
  maxEvents: number,
): Promise<Batch> {
  const size = sql`(${sql.join(
    [auditEvents.before, auditEvents.after, auditEvents.affects].map(
      (column) => sql`coalesce(pg_column_size(${column}), 0)`,
    ),
    sql` + `,
  )})`;
  const measured = sql`select seq, sum(${size}) over (order by seq) - ${size} as bytes_before
    from (select * from ${auditEvents} where seq > ${after} order by seq limit ${maxEvents})
      as ${auditEvents}`;
  const rows = await db
    .select({
      ...getTableColumns(auditEvents),
      at: exactAt,
      ageMs: sql<number>`extract(epoch from clock_timestamp() - ${auditEvents.at})::float8 * 1000`,
    })
    .from(auditEvents)
    .where(
      and(
        gt(auditEvents.seq, after),
        lte(
          auditEvents.seq,
          sql`(select max(seq) from (${measured}) as measured where bytes_before < ${MAX_BATCH_BYTES})`,
        ),
      ),
    )
    .orderBy(asc(auditEvents.seq));
  const oldestMs = rows[0]?.ageMs ?? 0;
  return { events: rows.map(({ ageMs: _, ...event }) => event), oldestMs };
}
