import { sql } from 'drizzle-orm';
import type { Database, Queryable } from '@/db/client';
import { auditEvents, auditHead } from '@/db/schema/history';
import { standingChanges } from '@/db/schema/standing-changes';
import type { Reach } from '@/domain/authority/reach';
import { countStandings, type Standing } from './count-standings';

/** Changes are kept for a day (`forget-expired`): whoever was away for long counts all anew. */
const MAX_AGE_US = 3_600e6;

interface GroupStandings {
  readonly standings: readonly Standing[];
  /** Microseconds since 1970; from then on time alone may have changed them. */
  readonly changesAt: number;
}

/** What one process knows of one database, true as of a snapshot of it. */
interface Known {
  readonly snapshot: string;
  readonly checkedAt: number;
  readonly seq: string;
  readonly hash: string;
  readonly groups: ReadonlyMap<string, GroupStandings>;
}

const remembered = new WeakMap<Database, Known>();

/**
 * How the tokens within reach stand, as `countStandings` counts them now. Counted anew are only the groups in
 * which a transaction that the last answer could not see changed something, or in which time did: a trigger
 * notes each change in its own transaction, so nothing waits and nothing is missed (docs/adr/0040). Inside
 * a transaction, which sees changes that may never be, all are counted and nothing is remembered.
 */
export async function standingsWithin(db: Queryable, reach: Reach): Promise<Standing[]> {
  const known = '$client' in db ? await recall(db) : null;
  const all = known
    ? [...known.groups.values()].flatMap(({ standings }) => standings)
    : await countStandings(db, 'all');
  if (reach.everywhere) return all;
  const groupIds = new Set(reach.groupIds);
  return all.filter(
    ({ groupId, identityId }) => groupIds.has(groupId) || identityId === reach.identityId,
  );
}

async function recall(db: Database): Promise<Known> {
  const known = remembered.get(db);
  const seen = await look(db, known);
  const stale = known && seen.goesOn ? staleOf(known, seen) : 'all';
  const groups = new Map(stale === 'all' ? [] : known?.groups);
  if (stale === 'all' || stale.length > 0) {
    const counted = Map.groupBy(await countStandings(db, stale), ({ groupId }) => groupId);
    for (const id of stale === 'all' ? [] : stale) groups.delete(id);
    for (const [id, standings] of counted) {
      const changesAt = Math.min(...standings.map((each) => each.changesAt ?? Infinity));
      groups.set(id, { standings, changesAt });
    }
  }
  const { snapshot, now, seq, hash } = seen;
  const next: Known = { snapshot, checkedAt: now, seq, hash, groups };
  remembered.set(db, next);
  return next;
}

interface Seen extends Record<string, unknown> {
  readonly now: number;
  readonly snapshot: string;
  readonly seq: string;
  readonly hash: string;
  /** Whether this is the database of before, and further on: not one that a backup was restored to. */
  readonly goesOn: boolean;
  readonly changed: readonly { groupId: string | null; identityId: string | null }[];
}

/** The changes that the last snapshot could not see, as of the one that stands for the next time. */
async function look(db: Database, known: Known | undefined): Promise<Seen> {
  const before = sql`${known?.snapshot ?? null}::pg_snapshot`;
  const { rows } = await db.execute<Seen>(sql`
    select (extract(epoch from now()) * 1e6)::float8 as now, pg_current_snapshot()::text as snapshot,
      ${auditHead.seq}::text as seq, ${auditHead.hash} as hash,
      coalesce(pg_snapshot_xmax(${before}) <= pg_snapshot_xmax(pg_current_snapshot()), false)
        and exists (select from ${auditEvents} where ${auditEvents.seq} = ${known?.seq ?? '0'}::bigint
          and ${auditEvents.hash} = ${known?.hash ?? ''}) as "goesOn",
      coalesce((select jsonb_agg(distinct jsonb_build_object(
          'groupId', ${standingChanges.groupId}, 'identityId', ${standingChanges.identityId}))
        from ${standingChanges} where ${standingChanges.xid} >= pg_snapshot_xmin(${before})
          and not pg_visible_in_snapshot(${standingChanges.xid}, ${before})), '[]') as changed
    from ${auditHead}`);
  const [seen] = rows;
  if (!seen) throw new Error('the audit log has no head');
  return seen;
}

function staleOf(known: Known, { now, changed }: Seen): string[] | 'all' {
  if (now < known.checkedAt || now - known.checkedAt > MAX_AGE_US) return 'all';
  if (changed.some(({ groupId, identityId }) => groupId === null && identityId === null)) {
    return 'all';
  }
  const groupIds = new Set(changed.flatMap(({ groupId }) => groupId ?? []));
  const identityIds = new Set(changed.flatMap(({ identityId }) => identityId ?? []));
  for (const [id, { standings, changesAt }] of known.groups) {
    const isTouched =
      identityIds.size > 0 && standings.some(({ identityId }) => identityIds.has(identityId));
    if (changesAt <= now || isTouched) groupIds.add(id);
  }
  return [...groupIds];
}
