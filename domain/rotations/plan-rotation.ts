import { and, asc, eq, gt, isNotNull, lte, notExists, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { destinations, rotationSchedules, rotations } from '@/db/schema/destinations';
import { groups } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { newId } from '@/domain/base/ids';
import { isHead, isOpen } from '@/domain/destinations/destination-view';
import { dueAt } from '@/domain/destinations/schedule-due';
import { defineJob } from '@/domain/jobs/define';
import { LIMITS_NOW, livesTooLong, reachesTooFar } from '@/domain/policy/policy-sql';
import { enqueueAdvance } from './advance-rotation';
import { now, tell } from './rotation-target';

const MAX_AT_ONCE = 500;

interface Planned {
  readonly familyId: string;
  /** The one of the family that goes on. */
  readonly predecessorId: string;
  readonly startedByName: string | null;
}

/**
 * Plans a turn of a family, to where its schedule says. Of a family one rotation is open, whoever plans:
 * an index holds it.
 * @returns its id, or null where there is no schedule, or one is open
 */
export async function planRotation(tx: Transaction, planned: Planned): Promise<string | null> {
  const [to] = await tx
    .select()
    .from(rotationSchedules)
    .innerJoin(destinations, eq(destinations.id, rotationSchedules.destinationId))
    .where(eq(rotationSchedules.familyId, planned.familyId));
  if (!to) return null;
  const id = newId('rotation');
  const { secretName, overlapSeconds } = to.rotation_schedules;
  const made = await tx
    .insert(rotations)
    .values({
      ...{ id, ...planned, secretName, overlapSeconds, plannedAt: now, nextAttemptAt: now },
      destinationId: to.destinations.id,
      destinationName: to.destinations.name,
    })
    .onConflictDoNothing()
    .returning({ id: rotations.id });
  if (made.length === 0) return null;
  const by = planned.startedByName;
  await tell(tx, id, 'planned', by === null ? 'Its time had come.' : `${by} asked for it.`);
  await enqueueAdvance(tx, { id, familyId: planned.familyId, destinationId: to.destinations.id });
  return id;
}

export const planRotations = defineJob({
  name: 'plan-rotations',
  summary: 'Plans the rotations whose time has come, and looks after those that wait',
  input: z.strictObject({}),
  schedule: '* * * * *',
  records: [],
  async run({ db, signal }) {
    const openOne = db
      .select({ one: sql`1` })
      .from(rotations)
      .where(and(eq(rotations.familyId, rotationSchedules.familyId), isOpen));
    const due = await db
      .select({ familyId: rotationSchedules.familyId, predecessorId: tokens.id })
      .from(rotationSchedules)
      .innerJoin(tokens, and(eq(tokens.familyId, rotationSchedules.familyId), isHead))
      .innerJoin(groups, eq(groups.id, tokens.groupId))
      .where(
        and(
          or(
            lte(dueAt, now),
            // Refused as it is: its successor is made as the policy wants it.
            livesTooLong(LIMITS_NOW),
            reachesTooFar(LIMITS_NOW),
          ),
          eq(tokens.state, 'active'),
          gt(tokens.expiresAt, now),
          notExists(openOne),
        ),
      )
      .orderBy(asc(dueAt))
      .limit(MAX_AT_ONCE);
    let planned = 0;
    for (const family of due) {
      signal.throwIfAborted();
      const id = await db.transaction((tx) => planRotation(tx, { ...family, startedByName: null }));
      if (id !== null) planned += 1;
    }
    await lookAfterOpen(db, signal);
    return planned;
  },
});

/** Has those taken further whose try is due, or whose successor may have been used since. */
async function lookAfterOpen(
  db: Parameters<typeof planRotations.run>[0]['db'],
  signal: AbortSignal,
): Promise<void> {
  const isDue = and(isNotNull(rotations.nextAttemptAt), lte(rotations.nextAttemptAt, now));
  const waiting = await db
    .select({
      ...{ id: rotations.id, familyId: rotations.familyId },
      destinationId: rotations.destinationId,
    })
    .from(rotations)
    .where(and(isOpen, or(isDue, sql`${rotations.state} in ('minted', 'delivered')`)))
    .orderBy(asc(rotations.plannedAt))
    .limit(MAX_AT_ONCE);
  for (const rotation of waiting) {
    signal.throwIfAborted();
    await db.transaction((tx) => enqueueAdvance(tx, rotation));
  }
}
