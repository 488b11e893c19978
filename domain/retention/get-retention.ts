import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { notices } from '@/db/schema/notices';
import { jobStates } from '@/db/schema/operating';
import { instantText, toInstantText } from '@/domain/base/instant';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { exactInstantText } from '@/domain/history/range';
import { readLastChange } from '@/domain/ledger/log-ends';
import { newestTombstones } from '@/domain/seals/read-tombstones';
import { droppedRows } from '@/domain/seals/tombstone';
import { findHolds, holdSchema } from './find-holds';
import { isOld } from './keep-retention';
import { type KeptDay, listKeptDays } from './kept-days';
import { MAX_DAYS, MIN_DAYS } from './limits';
import { dropsMore, type Retention, readRetention, retentionSchema } from './retention-policy';

const SHOWN_DAYS = 7;
const SHOWN_TOMBSTONES = 10;

const sizeSchema = z.object({ days: z.number(), rows: z.number(), bytes: z.number() });
const asIf = () =>
  z.union([z.literal('forever'), z.coerce.number().int().min(MIN_DAYS).max(MAX_DAYS)]).optional();

const retentionViewSchema = z.object({
  policy: retentionSchema,
  /** Whether this server has the key that tombstones are signed with: without it nothing is dropped. */
  canSign: z.boolean(),
  /** Decisions that are kept, of days before today, and the oldest of those; counts are about so. */
  kept: sizeSchema.extend({ oldest: z.iso.date().nullable() }),
  /** What of them is dropped as soon as nothing holds it and the week after a change is over. */
  due: sizeSchema,
  /** What goes next, the oldest first. */
  next: z.array(
    z.object({
      day: z.iso.date(),
      rows: z.number(),
      bytes: z.number(),
      dropsAt: instantText().nullable(),
      heldBy: z.array(holdSchema),
    }),
  ),
  notices: z.object({ kept: z.number(), due: z.number() }),
  /** Changes, which are one chain and stay. */
  changes: z.number(),
  /** The last days that were dropped. */
  dropped: z.array(
    z.object({ seq: z.number(), day: z.iso.date(), rows: z.number(), at: exactInstantText() }),
  ),
  /** Why the last try to drop something failed; null where it didn't. */
  failure: z.object({ at: instantText(), error: z.string() }).nullable(),
});

export type RetentionView = z.output<typeof retentionViewSchema>;

export const getRetention = defineQuery({
  operation: 'retention.get',
  summary: 'Get how long history is kept, and what is dropped next',
  http: { method: 'GET', path: '/retention' },
  input: z.object({
    /** What would be dropped if decisions were kept for so many days, from now on. */
    decisionsDays: asIf(),
    noticesDays: asIf(),
  }),
  output: retentionViewSchema,
  target: () => everything('system'),
  async run({ db, input, serverSecret }) {
    const stored = await readRetention(db);
    const { policy } = stored;
    const asked = { ...policy, ...daysAsked(input) };
    const nowMs = await readClockMs(db);
    const shortenedAt = dropsMore(policy, asked) ? new Date(nowMs) : stored.shortenedAt;
    const days = await listKeptDays(db, asked, shortenedAt);
    const shown = days.slice(0, SHOWN_DAYS);
    const holds = await findHolds(
      db,
      policy,
      shown.map(({ day }) => day),
    );
    const stones = await newestTombstones(db, SHOWN_TOMBSTONES);
    return {
      ...{ policy, canSign: serverSecret !== undefined },
      kept: { ...sizeOf(days), oldest: days[0]?.day ?? null },
      due: sizeOf(days.filter((kept) => isOver(kept, asked, nowMs))),
      next:
        asked.decisionsDays === null
          ? []
          : shown.map(({ dropsAtMs, ...kept }) => ({
              ...kept,
              dropsAt: dropsAtMs === null ? null : toInstantText(new Date(dropsAtMs)),
              heldBy: holds.get(kept.day) ?? [],
            })),
      notices: await countNotices(db, asked),
      changes: await readLastChange(db),
      dropped: stones.map((stone) => ({
        ...{ seq: stone.seq, day: stone.day, rows: droppedRows(stone), at: stone.at },
      })),
      failure: await readFailure(db),
    };
  },
});

type AskedDays = 'forever' | number | undefined;

function daysAsked(input: { decisionsDays?: AskedDays; noticesDays?: AskedDays }) {
  const { decisionsDays, noticesDays } = input;
  const days = (asked: 'forever' | number) => (asked === 'forever' ? null : asked);
  return {
    ...(decisionsDays !== undefined && { decisionsDays: days(decisionsDays) }),
    ...(noticesDays !== undefined && { noticesDays: days(noticesDays) }),
  };
}

const sizeOf = (days: readonly KeptDay[]) => ({
  days: days.length,
  rows: days.reduce((sum, { rows }) => sum + rows, 0),
  bytes: days.reduce((sum, { bytes }) => sum + bytes, 0),
});

const isOver = ({ day }: KeptDay, { decisionsDays }: Retention, nowMs: number): boolean =>
  decisionsDays !== null && Date.parse(day) + (decisionsDays + 1) * 86_400_000 <= nowMs;

async function countNotices(db: Queryable, { noticesDays }: Retention) {
  const kept = await db.$count(notices);
  return { kept, due: noticesDays === null ? 0 : await db.$count(notices, isOld(noticesDays)) };
}

async function readFailure(db: Queryable): Promise<{ at: string; error: string } | null> {
  const [state] = await db
    .select({ failures: jobStates.failures, at: jobStates.failedAt, error: jobStates.error })
    .from(jobStates)
    .where(sql`${jobStates.name} = 'retention'`);
  if (!state?.at || state.failures === 0) return null;
  return { at: toInstantText(state.at), error: state.error ?? '' };
}
