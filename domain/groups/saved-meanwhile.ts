import { and, arrayContains, asc, eq, gt, inArray, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { auditEvents } from '@/db/schema/history';
import { MEMBER_CHANGES } from '@/domain/base/endings';
import { type FieldError, type Refusal, refuse } from '@/domain/base/refusal';
import { readLastChange } from '@/domain/ledger/log-ends';

/** Number of the last change to anything when something was read: what an edit of it is based on. */
export const asOfSchema = z.int().min(0);

/** Ask it before what it shall date: what is read then is at least as new. */
export const readAsOf = (db: Queryable): Promise<number> => readLastChange(db);

/**
 * Refuses an edit of members that was begun before somebody else saved one, and says who and what.
 * @param basedOn `asOf` of what the editor saw; undefined where an edit means what it says, whatever is there
 * @param overlaps those edited here whom the other changes touched, by identity id
 */
export async function refuseSavedMeanwhile(
  db: Queryable,
  groupId: string,
  basedOn: number | undefined,
  overlaps: ReadonlyMap<string, FieldError>,
): Promise<Refusal | null> {
  if (basedOn === undefined) return null;
  const saved = await db
    .select()
    .from(auditEvents)
    .where(
      and(
        gt(auditEvents.seq, basedOn),
        or(
          eq(auditEvents.targetId, groupId),
          arrayContains(auditEvents.affects, [groupId]),
          // What changes memberships of several groups at once lists them.
          ...['endedMemberships', 'memberships'].map(
            (field) =>
              sql`${auditEvents.after} -> ${field}::text @> ${JSON.stringify([{ group: groupId }])}::jsonb`,
          ),
        ),
        inArray(auditEvents.action, [...MEMBER_CHANGES]),
        eq(auditEvents.outcome, 'done'),
      ),
    )
    .orderBy(asc(auditEvents.seq));
  if (saved.length === 0) return null;
  const touched = new Set(saved.flatMap(({ affects }) => affects));
  const names = [...new Set(saved.map(({ actorName }) => actorName))];
  const who = names.length > 2 ? `${names.length} others` : names.join(' and ');
  return refuse(
    'conflict',
    'members_changed',
    `${who} saved other members of this group since you began. Nothing of yours is saved yet.`,
    [...overlaps].filter(([id]) => touched.has(id)).map(([, problem]) => problem),
  );
}
