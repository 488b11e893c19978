import { and, lt, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { notices } from '@/db/schema/notices';
import { operationUses } from '@/db/schema/operating';
import { USES_KEPT_DAYS } from '@/domain/access/uses-days';
import { runCommand } from '@/domain/commands/run';
import { readClockMs } from '@/domain/decision/clock';
import { changeEach } from '@/domain/jobs/change-each';
import { defineJob } from '@/domain/jobs/define';
import { verifyDay } from '@/domain/seals/verify-decisions';
import { dropDay } from './drop-day';
import { findHolds } from './find-holds';
import { listKeptDays } from './kept-days';
import { GRACE_DAYS } from './limits';
import { readRetention } from './retention-policy';

/** What is left goes with the next run. */
const MAX_AT_ONCE = 40;

/** Drops the days of decisions that were kept long enough and that nothing holds, the oldest first. */
export const dropDays = defineJob({
  name: 'retention',
  summary: 'Drops history that was kept long enough, and leaves tombstones in its place',
  input: z.strictObject({}),
  schedule: '43 * * * *',
  deadlineSeconds: 3_000,
  records: [dropDay.operation],
  async run(scope) {
    const { db, context, settings } = scope;
    const forgotten = await forget(db);
    // Nobody could tell a tombstone without a signature from a forged one.
    if (settings.serverSecret === undefined) return forgotten;
    const due = await dueDays(db);
    const dropped = await changeEach(scope, due, async (day) => {
      await assertIntact(db, day);
      return runCommand(dropDay, context, { day });
    });
    return forgotten + dropped;
  },
});

async function dueDays(db: Database): Promise<string[]> {
  const { policy, shortenedAt } = await readRetention(db);
  const nowMs = await readClockMs(db);
  const days = (await listKeptDays(db, policy, shortenedAt))
    .filter(({ dropsAtMs }) => dropsAtMs !== null && dropsAtMs <= nowMs)
    .slice(0, MAX_AT_ONCE)
    .map(({ day }) => day);
  const holds = await findHolds(db, policy, days);
  return days.filter((day) => holds.get(day)?.length === 0);
}

/** What somebody has altered or removed must not go unseen with the rest of its day. */
async function assertIntact(db: Database, day: string): Promise<void> {
  const [problem] = await verifyDay(db.$client, day);
  if (problem === undefined) return;
  throw new Error(
    `the decisions of ${day} are not as they were sealed, so that they stay: ${problem.message}`,
  );
}

/** What isn't history: notices that were told, and counts by the day. */
async function forget(db: Database): Promise<number> {
  const { policy, shortenedAt } = await readRetention(db);
  const counts = await db
    .delete(operationUses)
    .where(lt(operationUses.day, sql`current_date - ${USES_KEPT_DAYS}::int`));
  const isOver = shortenedAt.getTime() + GRACE_DAYS * 86_400_000 <= (await readClockMs(db));
  if (policy.noticesDays === null || policy.holdReason !== null || !isOver) {
    return counts.rowCount ?? 0;
  }
  const told = await db.delete(notices).where(isOld(policy.noticesDays));
  return (counts.rowCount ?? 0) + (told.rowCount ?? 0);
}

/** Whether a notice is older than that, and waits for no mail. */
export const isOld = (days: number) =>
  and(
    lt(notices.createdAt, sql`now() - make_interval(days => ${days})`),
    ne(notices.mail, 'waiting'),
  );
