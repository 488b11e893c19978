import { sql } from 'drizzle-orm';
import type { Database, Queryable } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { auditEvents, auditHead } from '@/db/schema/history';
import { standingChanges } from '@/db/schema/standing-changes';
import { tokens } from '@/db/schema/tokens';

/** Changes are kept for a day (`forget-expired`): whoever was away for long counts all anew. */
const MAX_AGE_US = 3_600e6;

/** What was counted of a group. */
export interface CountedOfGroup {
  readonly groupId: string;
  /** When time alone changes it, at the soonest, microseconds since 1970; null for never. */
  readonly changesAt: number | null;
}

type Count<Row> = (db: Queryable, groupIds: readonly string[] | 'all') => Promise<Row[]>;

interface GroupCounts<Row> {
  readonly rows: readonly Row[];
  /** From then on time alone may have changed them. */
  readonly changesAt: number;
}

/** What one process knows of one database, true as of a snapshot of it. */
interface Known<Row> {
  readonly snapshot: string;
  readonly checkedAt: number;
  readonly seq: string;
  readonly hash: string;
  readonly groups: ReadonlyMap<string, GroupCounts<Row>>;
}

/**
 * Answers what `count` counts of all groups now, and remembers it. Counted anew are only the groups in which a
 * transaction that the last answer could not see changed something, or in which time did: a trigger notes
 * each change in its own transaction, so nothing waits and nothing is missed (docs/adr/0040). Inside a
 * transaction, which sees changes that may never be, all are counted and nothing is remembered.
 */
export function remembering<Row extends CountedOfGroup>(count: Count<Row>) {
  const remembered = new WeakMap<Database, Known<Row>>();
  return async (db: Queryable): Promise<Row[]> => {
    if (!('$client' in db)) return count(db, 'all');
    const known = await recall(db, count, remembered.get(db));
    remembered.set(db, known);
    return [...known.groups.values()].flatMap(({ rows }) => rows);
  };
}

async function recall<Row extends CountedOfGroup>(
  db: Database,
  count: Count<Row>,
  known: Known<Row> | undefined,
): Promise<Known<Row>> {
  const seen = await look(db, known);
  const stale = known && seen.goesOn ? staleOf(known, seen) : 'all';
  const groups = new Map(stale === 'all' ? [] : known?.groups);
  if (stale === 'all' || stale.length > 0) {
    const counted = Map.groupBy(await count(db, stale), ({ groupId }) => groupId);
    for (const id of stale === 'all' ? [] : stale) groups.delete(id);
    for (const [id, rows] of counted) {
      const changesAt = Math.min(...rows.map((each) => each.changesAt ?? Infinity));
      groups.set(id, { rows, changesAt });
    }
  }
  const { snapshot, now, seq, hash } = seen;
  return { snapshot, checkedAt: now, seq, hash, groups };
}

interface Seen extends Record<string, unknown> {
  readonly now: number;
  readonly snapshot: string;
  readonly seq: string;
  readonly hash: string;
  /** Whether this is the database of before, and further on: not one that a backup was restored to. */
  readonly goesOn: boolean;
  /** Ids of groups; null is any. */
  readonly changed: readonly (string | null)[];
}

/** The changes that the last snapshot could not see, as of the one that stands for the next time. */
async function look(db: Database, known: Known<unknown> | undefined): Promise<Seen> {
  const before = sql`${known?.snapshot ?? null}::pg_snapshot`;
  const { rows } = await db.execute<Seen>(sql`
    select (extract(epoch from now()) * 1e6)::float8 as now, pg_current_snapshot()::text as snapshot,
      ${auditHead.seq}::text as seq, ${auditHead.hash} as hash,
      coalesce(pg_snapshot_xmax(${before}) <= pg_snapshot_xmax(pg_current_snapshot()), false)
        and exists (select from ${auditEvents} where ${auditEvents.seq} = ${known?.seq ?? '0'}::bigint
          and ${auditEvents.hash} = ${known?.hash ?? ''}) as "goesOn",
      coalesce((select jsonb_agg(distinct touched.group_id) from (
          select distinct ${standingChanges.groupId} as group_id, ${standingChanges.identityId} as identity_id
          from ${standingChanges} where ${standingChanges.xid} >= pg_snapshot_xmin(${before})
            and not pg_visible_in_snapshot(${standingChanges.xid}, ${before})) as changes
        cross join lateral (
          select changes.group_id where changes.identity_id is null
          union select ${tokens.groupId} from ${tokens} where ${tokens.identityId} = changes.identity_id
          union select ${memberships.groupId} from ${memberships}
            where ${memberships.identityId} = changes.identity_id) as touched), '[]') as changed
    from ${auditHead}`);
  const [seen] = rows;
  if (!seen) throw new Error('the audit log has no head');
  return seen;
}

function staleOf(known: Known<unknown>, { now, changed }: Seen): string[] | 'all' {
  if (now < known.checkedAt || now - known.checkedAt > MAX_AGE_US) return 'all';
  if (changed.includes(null)) return 'all';
  const groupIds = new Set(changed.flatMap((groupId) => groupId ?? []));
  for (const [id, { changesAt }] of known.groups) {
    if (changesAt <= now) groupIds.add(id);
  }
  return [...groupIds];
}
