import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { changeEach } from '@/domain/jobs/change-each';
import { defineJob } from '@/domain/jobs/define';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { concernedBy } from '@/domain/notices/recipients';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { isUsedLate, isUsedRetired, ownUsage } from './late-use';

const MAX_AT_ONCE = 500;

/** Each once: that it ends soon, and that it is denied. */
const isNewsRetired = and(
  isUsedRetired,
  or(isNull(tokens.stillUsedTold), eq(tokens.stillUsedTold, 'late')),
);
const isNewsLate = and(isUsedLate, isNull(tokens.stillUsedTold));

/** Tells a person whose token it is, or the leads of a service token's group, that a rotated token is still used. */
export const warnStillUsed = defineCommand({
  operation: 'tokens.warnStillUsed',
  summary: 'Warn that a rotated token is still used',
  input: z.object({ token: z.string().max(100) }),
  output: z.object({ use: z.enum(['late', 'retired']), told: z.int() }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  async run({ tx, target: { row } }) {
    const [found] = await tx
      .select({
        isRetired: sql<boolean>`${isNewsRetired}`,
        ...{ usedAt: tokenUsage.lastUsedAt, ip: tokenUsage.lastIp, retiresAt: tokens.retiresAt },
        ...{ groupId: tokens.groupId, group: groups.name },
        ...{ owner: tokens.identityId, ownerType: tokens.identityType },
      })
      .from(tokens)
      .innerJoin(groups, eq(groups.id, tokens.groupId))
      .innerJoin(tokenUsage, ownUsage)
      .where(and(eq(tokens.id, row.id), or(isNewsRetired, isNewsLate)));
    if (!found) {
      return refuse('conflict', 'token_not_active', `Nothing new is to be told of ${row.name}.`);
    }
    const { isRetired, ip, group } = found;
    const use = isRetired ? ('retired' as const) : ('late' as const);
    await tx.update(tokens).set({ stillUsedTold: use }).where(eq(tokens.id, row.id));
    const usedAt = toInstantText(found.usedAt);
    const worksUntil = isRetired ? null : toInstantTextOrNull(found.retiresAt);
    const people = await concernedBy(tx, found);
    for (const to of people) {
      await raiseNotice(tx, {
        kind: 'token.retired_used',
        about: { type: 'token', id: row.id, name: row.name },
        to,
        onceKey: `token.retired_used ${row.id} ${use}`,
        facts: { ip, usedAt, group, worksUntil },
      });
    }
    return {
      value: { use, told: people.length },
      audit: { after: { use, usedAt, ip, worksUntil, told: people }, affects: [] },
    };
  },
});

export const warnUsesOfRotated = defineJob({
  name: 'warn-uses-of-rotated',
  summary: 'Tells who must know that a rotated token is still used, near its end and after',
  input: z.strictObject({}),
  schedule: '* * * * *',
  records: [warnStillUsed.operation],
  async run(scope) {
    const { db, context } = scope;
    const due = [...(await usedNow(db, isNewsRetired)), ...(await usedNow(db, isNewsLate))];
    return changeEach(scope, due, ({ id }) => runCommand(warnStillUsed, context, { token: id }));
  },
});

/** One index each finds them: of the uses that were denied so, and of the tokens that end soon. */
const usedNow = (db: Database, isNews: SQL | undefined) =>
  db
    .select({ id: tokens.id })
    .from(tokens)
    .innerJoin(tokenUsage, ownUsage)
    .where(isNews)
    .limit(MAX_AT_ONCE);
