import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { decisions, decisionTombstones } from '@/db/schema/history';
import { retentionPolicy } from '@/db/schema/retention';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { NOTHING_SET } from '@/domain/jobs/run-job';
import { dropDay } from '@/domain/retention/drop-day';
import { getRetention } from '@/domain/retention/get-retention';
import { dropDays } from '@/domain/retention/keep-retention';
import { setRetention } from '@/domain/retention/set-retention';
import { SERVER_SECRET } from '@/domain/testing/world';
import { ensureDecisionDays } from '@/domain/upkeep/ensure-days';
import { indexClosedDays, indexNextDay } from '@/domain/upkeep/index-closed-days';
import { commandCase, queryCase, type Scene } from './case';
import { jobCase } from './job-case';

const DAY = '2025-01-31';
const ofThatDay = sql`${decisions.at} < '2025-02-01'`;
const worker = () => systemActor('worker', [dropDay.operation]);

/** One decision of a day that was kept long enough, and a policy that nobody changed lately. */
async function oldDecision({ world: { db } }: Scene): Promise<void> {
  await db.update(retentionPolicy).set({ shortenedAt: sql`now() - interval '8 days'` });
  await db.insert(decisions).values({
    ...{ id: newId('decision'), at: `${DAY}T12:00:00Z`, verifier: 'old' },
    ...{ outcome: 'allowed', code: 'allowed' },
  });
}

export const RETENTION_COMMANDS = [
  commandCase(setRetention, {
    input: () => ({ decisionsDays: 90, noticesDays: null, holdReason: 'a lawsuit' }),
    event: () => ({
      target: null,
      before: { decisionsDays: 400, noticesDays: 400, holdReason: null },
      after: { decisionsDays: 90, noticesDays: null, holdReason: 'a lawsuit' },
      affects: [],
    }),
    refused: { code: 'not_granted', by: ({ actors }) => actors.auditor },
    bad: [{ decisionsDays: 29 }, 'decisionsDays'],
  }),
  commandCase(dropDay, {
    input: () => ({ day: DAY }),
    by: worker,
    given: oldDecision,
    event: (_scene, stone) => ({
      target: null,
      after: { ...{ seq: 1, day: DAY, chains: [], unsealed: 1 }, signature: stone.signature },
      affects: [],
    }),
    refused: { code: 'nothing_due', by: worker },
    bad: [{ day: '2025-02-30' }, 'day'],
  }),
];

export const RETENTION_QUERIES = [
  queryCase(getRetention, { input: () => ({}), bad: [{ decisionsDays: 7 }, 'decisionsDays'] }),
];

const AHEAD = sql`'decisions_' || to_char(current_date + 7, 'YYYYMMDD')`;

export const RETENTION_JOBS = [
  jobCase(dropDays, {
    settings: { ...NOTHING_SET, serverSecret: SERVER_SECRET },
    given: oldDecision,
    changed: 1,
    events: () => [{ action: 'retention.drop', targetId: null, affects: [] }],
    async holds({ world: { db } }) {
      expect(await db.$count(decisions, ofThatDay)).toBe(0);
      expect(await db.$count(decisionTombstones, eq(decisionTombstones.day, DAY))).toBe(1);
    },
  }),
  jobCase(ensureDecisionDays, {
    // Only the owner of the schema can take a day away.
    given: ({ world }) =>
      world.owner.execute(
        sql`do $$ begin execute 'drop table if exists ' || 'decisions_' || to_char(current_date + 7, 'YYYYMMDD'); end $$`,
      ),
    changed: 1,
    async holds({ world }) {
      const { rows } = await world.db.execute(
        sql`select to_regclass(${AHEAD}) is not null as made`,
      );
      expect(rows).toEqual([{ made: true }]);
    },
  }),
  jobCase(indexClosedDays, {
    // Of all days that are over, one has no index.
    async given({ world: { owner } }) {
      await owner.execute(
        sql`select ensure_decision_partitions(current_date - 20, current_date - 20)`,
      );
      while (await indexNextDay(owner));
      await owner.execute(
        sql`do $$ begin execute 'drop index decisions_' || to_char(current_date - 20, 'YYYYMMDD') || '_path'; end $$`,
      );
    },
    changed: 1,
    async holds({ world }) {
      const { rows } = await world.db.execute(
        sql`select indexdef like '%USING gin (path %gin_trgm_ops)' as trigrams from pg_indexes
          where indexname = 'decisions_' || to_char(current_date - 20, 'YYYYMMDD') || '_path'`,
      );
      expect(rows).toEqual([{ trigrams: true }]);
    },
  }),
];
