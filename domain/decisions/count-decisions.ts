import { and, eq, gte, sql } from 'drizzle-orm';
import { z } from 'zod';
import { decisions } from '@/db/schema/history';
import { reference } from '@/domain/base/input';
import { instantText } from '@/domain/base/instant';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { decidedWithin } from './decision-filter';

/** Decisions by hour of the last day or more, for charts; hours without any are there with zeros. */
export const countDecisions = defineQuery({
  operation: 'decisions.count',
  summary: 'Count decisions by hour',
  http: { method: 'GET', path: '/decisions/counts' },
  list: true,
  input: z.object({
    hours: z.coerce
      .number()
      .int()
      .min(1)
      .max(24 * 31)
      .default(24),
    token: reference().optional(),
    group: reference().optional(),
    identity: reference().optional(),
  }),
  output: z.object({
    allowed: z.number(),
    denied: z.number(),
    buckets: z.array(z.object({ at: instantText(), allowed: z.number(), denied: z.number() })),
  }),
  target: () => everything('system'),
  async run({ db, input, reach }) {
    const hour = sql<string>`date_trunc('hour', ${decisions.at})`;
    const rows = await db
      .select({
        at: sql<string>`extract(epoch from ${hour}) * 1000`,
        outcome: decisions.outcome,
        count: sql<number>`sum(${decisions.foldedCount})::int`,
      })
      .from(decisions)
      .where(
        and(
          gte(
            decisions.at,
            sql`date_trunc('hour', now()) - make_interval(hours => ${input.hours - 1})`,
          ),
          decidedWithin(reach),
          input.token ? eq(decisions.tokenId, input.token) : undefined,
          input.group ? eq(decisions.groupId, input.group) : undefined,
          input.identity ? eq(decisions.identityId, input.identity) : undefined,
        ),
      )
      .groupBy(hour, decisions.outcome);
    const hourMs = 3_600_000;
    const lastHourMs = Math.floor((await readClockMs(db)) / hourMs) * hourMs;
    const buckets = Array.from({ length: input.hours }, (_, index) => ({
      at: new Date(lastHourMs - (input.hours - 1 - index) * hourMs).toISOString(),
      allowed: 0,
      denied: 0,
    }));
    const byTime = new Map(buckets.map((bucket) => [Date.parse(bucket.at), bucket]));
    for (const row of rows) {
      const bucket = byTime.get(Number(row.at));
      if (bucket) bucket[row.outcome] += row.count;
    }
    const total = (outcome: 'allowed' | 'denied') =>
      buckets.reduce((sum, bucket) => sum + bucket[outcome], 0);
    return { allowed: total('allowed'), denied: total('denied'), buckets };
  },
});
