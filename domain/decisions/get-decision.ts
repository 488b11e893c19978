import { and, eq, gte, lt } from 'drizzle-orm';
import { z } from 'zod';
import { decisions } from '@/db/schema/history';
import { timeOfId } from '@/domain/base/ids';
import { notFound } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { decisionViewSchema, exactDecisionAt, toDecisionView, tokenLast4 } from './decision-view';

// An id carries its time: only the partitions around it are searched.
const SLACK_MS = 24 * 3_600_000;

/** One decision by its id. */
export const getDecision = defineQuery({
  operation: 'decisions.get',
  summary: 'Get a decision',
  http: { method: 'GET', path: '/decisions/{decision}' },
  input: z.object({ decision: z.string().max(100) }),
  output: decisionViewSchema,
  async target({ db, input }) {
    const at = timeOfId('decision', input.decision);
    if (at === null) return notFound('decision');
    const [found] = await db
      .select({ row: decisions, at: exactDecisionAt, last4: tokenLast4 })
      .from(decisions)
      .where(
        and(
          eq(decisions.id, input.decision),
          gte(decisions.at, new Date(at.getTime() - SLACK_MS).toISOString()),
          lt(decisions.at, new Date(at.getTime() + SLACK_MS).toISOString()),
        ),
      );
    if (!found) return notFound('decision');
    const { row } = found;
    return {
      type: 'decision' as const,
      id: row.id,
      name: row.code,
      groupIds: row.groupId === null ? [] : [row.groupId],
      identityId: row.identityId,
      found,
    };
  },
  run: ({ target: { found } }) => Promise.resolve(toDecisionView(found.row, found.at, found.last4)),
});
