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
    const policy = await readLeakPolicy(tx);
    // By one that waits for approval nothing works yet, and who approves it would not be asked again.
    const onReport = row.approval === 'awaiting' ? 'revoke' : policy.onReport;
    const stoppedAlready = () =>
      refuse('conflict', 'token_not_active', `${row.name} is stopped already.`);
    if (row.state === 'revoked') return stoppedAlready();
    const { source, url, reportedFrom } = input;
    const reason = source ? `reported as leaked: ${source}` : 'reported as leaked';
    const set =
      onReport === 'revoke'
        ? asRevoked(actor, reason, sql`clock_timestamp()`)
        : {
            ...{ state: 'suspended' as const, suspendedByName: actor.name, suspendReason: reason },
            suspendedAt: row.state === 'suspended' ? row.suspendedAt : sql`now()`,
          };
    const [stopped] = await tx.update(tokens).set(set).where(eq(tokens.id, row.id)).returning();
    const since = onReport === 'suspend' ? stopped?.suspendedAt?.toISOString() : undefined;
    const { people: told, isNew } = await tell(tx, target, { onReport, source, url }, since);
    // Whoever resumes it must know: one that was suspended for another reason is told of as well, once.
    if (row.state === 'suspended' && onReport === 'suspend' && !isNew) return stoppedAlready();
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

/** @param since when it was suspended: after each time they are told anew */
async function tell(
  tx: Transaction,
  { row }: TokenTarget,
  { onReport, ...found }: LeakPolicy & { source: string | null; url: string | null },
  since: string | undefined,
): Promise<{ people: string[]; isNew: boolean }> {
  const [group] = await tx
    .select({ name: groups.name })
    .from(groups)
    .where(eq(groups.id, row.groupId));
  const { groupId, identityId: owner, identityType: ownerType } = row;
  const concerned = await concernedBy(tx, { owner, ownerType, groupId });
  const people = [...new Set([...concerned, ...(await administrators(tx))])];
  let isNew = false;
  for (const to of people) {
    const raised = await raiseNotice(tx, {
      ...{ kind: 'token.leaked', to },
      about: { type: 'token', id: row.id, name: row.name },
      onceKey: ['token.leaked', row.id, onReport, since].filter(Boolean).join(' '),
      facts: { ...found, stop: onReport, group: group?.name ?? '' },
    });
    isNew ||= raised;
  }
  return { people, isNew };
}
