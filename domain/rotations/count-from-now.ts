import { eq, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { rotationSchedules } from '@/db/schema/destinations';
import { LATEST_OF_LIFE } from '@/domain/destinations/schedule-due';
import type { FamilyTarget } from '@/domain/tokens/family';

/** Sets a schedule's next rotation, a successor having been made: in its own time, or before that one ends. */
export async function countFromNow(
  tx: Transaction,
  { row, group }: Pick<FamilyTarget, 'row' | 'group'>,
  ttlSeconds: number,
): Promise<void> {
  const soon = LATEST_OF_LIFE * Math.min(ttlSeconds, group.rotationPeriodSeconds ?? Infinity);
  await tx
    .update(rotationSchedules)
    .set({
      nextAt: sql`clock_timestamp() + make_interval(secs => least(${rotationSchedules.everySeconds}, ${soon}))`,
    })
    .where(eq(rotationSchedules.familyId, row.familyId));
}
