import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { administrators, concernedBy } from '@/domain/notices/recipients';
import { loadTokenTarget, type TokenTarget } from '@/domain/targets/token-target';
import { asRevoked } from '@/domain/tokens/mark-revoked';
import { leakPlace } from './leak-facts';
import { type LeakPolicy, readLeakPolicy } from './leak-policy';

/**
 * Stops a token whose secret somebody has found, as the policy says, and tells whoever must know. What
 * is made from it ends with it; its relatives have secrets of their own.
 */
export const reportLeak = defineCommand({
  operation: 'leaks.stop',
  summary: 'Stop a token that was reported as leaked',
  input: z.object({
    token: z.string().max(100),
    ...leakPlace,
    /** The address that the report came from. */
    reportedFrom: z.string().max(100).nullable().default(null),
  }),
  output: z.object({ state: z.enum(['revoked', 'suspended']), told: z.int() }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  async run({ tx, actor, input, target }) {
    const { row } = target;
    const { onReport } = await readLeakPolicy(tx);
    const isStopped = row.state === 'revoked' || (onReport === 'suspend' && row.state !== 'active');
    if (isStopped) return refuse('conflict', 'token_not_active', `${row.name} is stopped already.`);
    const { source, url, reportedFrom } = input;
    const reason = source ? `reported as leaked: ${source}` : 'reported as leaked';
    const set =
      onReport === 'revoke'
        ? asRevoked(actor, reason, sql`clock_timestamp()`)
        : {
            ...{ state: 'suspended' as const, suspendedAt: sql`now()` },
            ...{ suspendedByName: actor.name, suspendReason: reason },
          };
    await tx.update(tokens).set(set).where(eq(tokens.id, row.id));
    const told = await tell(tx, target, { onReport, source, url });
    const state = onReport === 'revoke' ? ('revoked' as const) : ('suspended' as const);
    return {
      value: { state, told: told.length },
      audit: {
        before: { state: row.state },
        after: { state, source, url, reportedFrom, told },
        reason,
        affects: [row.id],
      },
    };
  },
});

async function tell(
  tx: Transaction,
  { row }: TokenTarget,
  { onReport, ...found }: LeakPolicy & { source: string | null; url: string | null },
): Promise<string[]> {
  const [group] = await tx
    .select({ name: groups.name })
    .from(groups)
    .where(eq(groups.id, row.groupId));
  const { groupId, identityId: owner, identityType: ownerType } = row;
  const concerned = await concernedBy(tx, { owner, ownerType, groupId });
  const people = [...new Set([...concerned, ...(await administrators(tx))])];
  for (const to of people) {
    await raiseNotice(tx, {
      ...{ kind: 'token.leaked', to },
      about: { type: 'token', id: row.id, name: row.name },
      onceKey: `token.leaked ${row.id} ${onReport}`,
      facts: { ...found, stop: onReport, group: group?.name ?? '' },
    });
  }
  return people;
}
