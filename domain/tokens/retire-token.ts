import { and, eq, gt, isNotNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { defineJob } from '@/domain/jobs/define';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { NOW } from './succeed';

const MAX_AT_ONCE = 500;

const isWaiting = and(tokens.retiresOnUse, gt(tokens.retiresAt, sql`clock_timestamp()`));

/** Ends the overlap of a rotated token whose successor has been used. */
export const retireToken = defineCommand({
  operation: 'tokens.retire',
  summary: 'Retire a rotated token whose successor is in use',
  input: z.object({ token: z.string() }),
  output: z.object({ retired: z.literal(true) }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  async run({ tx, target: { row } }) {
    const retired = await tx
      .update(tokens)
      .set({ retiresAt: NOW, retiresOnUse: false })
      .where(and(eq(tokens.id, row.id), isWaiting))
      .returning({ id: tokens.id });
    if (retired.length === 0) {
      return refuse('conflict', 'token_not_active', `${row.name} waits for no first use.`);
    }
    return {
      value: { retired: true as const },
      audit: {
        before: { retiresAt: row.retiresAt?.toISOString() ?? null },
        after: { state: 'retired' },
        reason: 'its successor was used',
        affects: [row.id],
      },
    };
  },
});

export const retireReplaced = defineJob({
  name: 'retire-replaced',
  summary: 'Retires rotated tokens that were to work until the first use of their successors',
  input: z.strictObject({}),
  schedule: '* * * * *',
  records: [retireToken.operation],
  async run({ db, context, signal }) {
    const successors = alias(tokens, 'successors');
    const due = await db
      .select({ token: tokens.id })
      .from(tokens)
      .innerJoin(
        successors,
        and(eq(successors.familyId, tokens.familyId), eq(successors.predecessorId, tokens.id)),
      )
      .innerJoin(tokenUsage, eq(tokenUsage.tokenId, successors.id))
      .where(and(isWaiting, isNotNull(tokenUsage.lastAllowedAt)))
      .limit(MAX_AT_ONCE);
    let retired = 0;
    for (const { token } of due) {
      signal.throwIfAborted();
      if ((await runCommand(retireToken, context, { token })).ok) retired += 1;
    }
    return retired;
  },
});
