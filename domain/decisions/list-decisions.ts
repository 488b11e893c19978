import { and, desc } from 'drizzle-orm';
import { z } from 'zod';
import { decisions } from '@/db/schema/history';
import { packedCursor, pageInput, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { invalid, isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { historyCursor, isBefore, readHistoryCursor } from '@/domain/history/cursor';
import { historyFilter } from '@/domain/history/range';
import { decisionsFound } from './decision-filter';
import { decisionViewSchema, exactDecisionAt, toDecisionView, tokenLast4 } from './decision-view';

/** What the verifiers answered, newest first. */
export const listDecisions = defineQuery({
  operation: 'decisions.list',
  summary: 'List decisions',
  http: { method: 'GET', path: '/decisions' },
  list: true,
  input: z.object({
    ...pageInput,
    ...historyFilter,
    cursor: packedCursor(),
  }),
  output: pageOf(decisionViewSchema),
  target: () => everything('system'),
  async run({ db, input, reach }) {
    const found = decisionsFound(reach, input);
    if (isRefusal(found)) return found;
    const after = input.cursor ? readHistoryCursor(input.cursor) : undefined;
    if (after === null) return invalid('cursor', 'This cursor is not one of ours.');
    const rows = await db
      .select({ row: decisions, at: exactDecisionAt, last4: tokenLast4 })
      .from(decisions)
      .where(and(found, after && isBefore(decisions, after)))
      .orderBy(desc(decisions.at), desc(decisions.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, ({ row, at }) => historyCursor(at, row.id));
    return {
      ...page,
      items: page.items.map(({ row, at, last4 }) => toDecisionView(row, at, last4)),
    };
  },
});
