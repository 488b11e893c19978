import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { changeEach } from '@/domain/jobs/change-each';
import { defineJob } from '@/domain/jobs/define';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { concernedBy } from '@/domain/notices/recipients';
import { loadTokenTarget } from '@/domain/targets/token-target';

const MAX_AT_ONCE = 500;

/** How many days before a token expires somebody is told, once each. */
const WARNED_AT = [1, 7, 30] as const;
/** Of the end of what is made to live for less nobody is warned. */
export const SHORTEST_WARNED_DAYS = 2 * WARNED_AT[0];

/**
 * The warning that is due now: the least of the days that are left. One that would come in the first
 * half of a token's life is none: whoever made it knows.
 */
const dueDays = sql<number | null>`case ${sql.join(
  WARNED_AT.map(
    (days) =>
      sql`when ${tokens.expiresAt} <= now() + make_interval(days => ${days}) and ${tokens.expiresAt} - ${tokens.createdAt} >= make_interval(days => ${2 * days}) then ${days}::int`,
  ),
  sql` `,
)} end`;

/** Not of a token that is replaced already, nor of what an agent was given for a while. */
const isDue = and(
  eq(tokens.state, 'active'),
  gt(tokens.expiresAt, sql`now()`),
  isNull(tokens.retiresAt),
  isNull(tokens.parentId),
  sql`${dueDays} < coalesce(${tokens.warnedDays}, 1000)`,
);

/** Tells a person whose token it is, or the leads of a service token's group, that it expires soon. */
export const warnTokenExpiry = defineCommand({
  operation: 'tokens.warnExpiry',
  summary: 'Warn that a token expires soon',
  input: z.object({ token: z.string().max(100) }),
  output: z.object({ days: z.int(), told: z.int() }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  async run({ tx, target: { row } }) {
    const [due] = await tx
      .select({
        ...{ days: dueDays, expiresAt: tokens.expiresAt, group: groups.name },
        ...{ groupId: tokens.groupId, owner: tokens.identityId, ownerType: tokens.identityType },
      })
      .from(tokens)
      .innerJoin(groups, eq(groups.id, tokens.groupId))
      .where(and(eq(tokens.id, row.id), isDue));
    if (!due || due.days === null) {
      return refuse('conflict', 'token_not_active', `${row.name} needs no warning.`);
    }
    const { days, expiresAt: at, group } = due;
    const expiresAt = at.toISOString();
    await tx.update(tokens).set({ warnedDays: days }).where(eq(tokens.id, row.id));
    const people = await concernedBy(tx, due);
    for (const to of people) {
      await raiseNotice(tx, {
        kind: 'token.expires',
        about: { type: 'token', id: row.id, name: row.name },
        to,
        onceKey: `token.expires ${row.id} ${days}`,
        facts: { days, expiresAt, group },
      });
    }
    return {
      value: { days, told: people.length },
      audit: { after: { warnedDays: days, expiresAt, told: people }, affects: [] },
    };
  },
});

export const warnExpiringTokens = defineJob({
  name: 'warn-expiring-tokens',
  summary: 'Tells who must know that a token expires in 30, 7 or 1 days, once each',
  input: z.strictObject({}),
  schedule: '*/10 * * * *',
  records: [warnTokenExpiry.operation],
  async run(scope) {
    const { db, context } = scope;
    const due = await db
      .select({ id: tokens.id })
      .from(tokens)
      .where(and(isDue, sql`${tokens.expiresAt} <= now() + make_interval(days => 30)`))
      .orderBy(asc(tokens.expiresAt))
      .limit(MAX_AT_ONCE);
    return changeEach(scope, due, ({ id }) => runCommand(warnTokenExpiry, context, { token: id }));
  },
});
