import { and, eq, gte, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { decisionCounts, decisions } from '@/db/schema/history';
import type { Reach } from '@/domain/authority/reach';
import { reference } from '@/domain/base/input';
import { instantText } from '@/domain/base/instant';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { decidedWithin } from './decision-filter';

const input = z.object({
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 31)
    .default(24),
  token: reference().optional(),
  group: reference().optional(),
  identity: reference().optional(),
});
type Asked = z.output<typeof input>;

/** Decisions by hour of the last day or more, for charts; hours without any are there with zeros. */
export const countDecisions = defineQuery({
  operation: 'decisions.count',
  summary: 'Count decisions by hour',
  http: { method: 'GET', path: '/decisions/counts' },
  list: true,
  input,
  output: z.object({
    allowed: z.number(),
    denied: z.number(),
    buckets: z.array(z.object({ at: instantText(), allowed: z.number(), denied: z.number() })),
  }),
  target: () => everything('system'),
  async run({ db, input: asked, reach }) {
    const isCounted =
      !asked.token &&
      !asked.identity &&
      (reach.everywhere || (asked.group !== undefined && reach.groupIds.includes(asked.group)));
    const hourMs = 3_600_000;
    const lastHourMs = Math.floor((await readClockMs(db)) / hourMs) * hourMs;
    const firstHourMs = lastHourMs - (asked.hours - 1) * hourMs;
    const since = new Date(firstHourMs);
    const rows = await (isCounted ? sumCounts : countRows)(db, asked, { reach, since });
    const buckets = Array.from({ length: asked.hours }, (_, index) => ({
      at: new Date(firstHourMs + index * hourMs).toISOString(),
      allowed: 0,
      denied: 0,
    }));
    const byTime = new Map(buckets.map((bucket) => [Date.parse(bucket.at), bucket]));
    for (const { at, allowed, denied } of rows) {
      const bucket = byTime.get(Number(at));
      if (bucket) Object.assign(bucket, { allowed, denied });
    }
    const total = (outcome: 'allowed' | 'denied') =>
      buckets.reduce((sum, bucket) => sum + bucket[outcome], 0);
    return { allowed: total('allowed'), denied: total('denied'), buckets };
  },
});

interface Hour {
  /** Milliseconds since 1970. */
  readonly at: string;
  readonly allowed: number;
  readonly denied: number;
}

/** Whose decisions, and from when on. */
interface Bounds {
  readonly reach: Reach;
  readonly since: Date;
}

/** What was counted as they arrived: of all, or of a group. */
const sumCounts = (db: Queryable, { group }: Asked, { since }: Bounds): Promise<Hour[]> =>
  db
    .select({
      at: sql<string>`extract(epoch from ${decisionCounts.hour}) * 1000`,
      allowed: sql<number>`sum(${decisionCounts.allowed})::int`,
      denied: sql<number>`sum(${decisionCounts.denied})::int`,
    })
    .from(decisionCounts)
    .where(
      and(
        eq(decisionCounts.dimension, group === undefined ? 'all' : 'group'),
        gte(decisionCounts.hour, since),
        group === undefined ? undefined : eq(decisionCounts.value, group),
      ),
    )
    .groupBy(decisionCounts.hour);

function countRows(
  db: Queryable,
  { token, group, identity }: Asked,
  { reach, since }: Bounds,
): Promise<Hour[]> {
  const hour = sql`date_trunc('hour', ${decisions.at}, 'UTC')`;
  const count = (outcome: 'allowed' | 'denied') =>
    sql<number>`coalesce(sum(${decisions.foldedCount}) filter (where ${decisions.outcome} = ${outcome}), 0)::int`;
  return db
    .select({
      at: sql<string>`extract(epoch from ${hour}) * 1000`,
      ...{ allowed: count('allowed'), denied: count('denied') },
    })
    .from(decisions)
    .where(
      and(
        gte(decisions.at, since.toISOString()),
        decidedWithin(reach),
        token ? eq(decisions.tokenId, token) : undefined,
        group ? eq(decisions.groupId, group) : undefined,
        identity ? eq(decisions.identityId, identity) : undefined,
      ),
    )
    .groupBy(hour);
}
