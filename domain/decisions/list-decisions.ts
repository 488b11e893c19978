import { and, desc, eq, gte, inArray, lt, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { decisions } from '@/db/schema/history';
import { packedCursor, pageInput, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { invalid, isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { historyCursor, readHistoryCursor } from '@/domain/history/cursor';
import { timeRange } from '@/domain/history/range';
import { searchCondition } from '@/domain/history/search';
import { decisionViewSchema, exactDecisionAt, toDecisionView } from './decision-view';

const SEARCH = {
  keys: {
    id: [decisions.id],
    outcome: [decisions.outcome],
    code: [decisions.code],
    api: [decisions.api],
    operation: [decisions.operation],
    method: [decisions.method],
    path: [decisions.path],
    token: [decisions.tokenId, decisions.tokenName],
    identity: [decisions.identityId, decisions.identityName],
    group: [decisions.groupId, decisions.groupSlug],
    scope: [decisions.scope],
    ip: [decisions.ip],
    verifier: [decisions.verifier],
    request: [decisions.requestId],
  },
  text: [
    decisions.tokenName,
    decisions.identityName,
    decisions.groupSlug,
    decisions.operation,
    decisions.path,
    decisions.code,
  ],
};

/** What the verifiers answered, newest first. */
export const listDecisions = defineQuery({
  operation: 'decisions.list',
  summary: 'List decisions',
  http: { method: 'GET', path: '/decisions' },
  list: true,
  input: z.object({
    ...pageInput,
    ...timeRange,
    cursor: packedCursor(),
    q: z.string().trim().max(500).optional(),
  }),
  output: pageOf(decisionViewSchema),
  target: () => everything('system'),
  async run({ db, input, reach }) {
    const search = searchCondition(input.q, SEARCH);
    if (isRefusal(search)) return search;
    const after = input.cursor ? readHistoryCursor(input.cursor) : undefined;
    if (after === null) return invalid('cursor', 'This cursor is not one of ours.');
    const rows = await db
      .select({ row: decisions, at: exactDecisionAt })
      .from(decisions)
      .where(
        and(
          reach.everywhere
            ? undefined
            : or(
                inArray(decisions.groupId, [...reach.groupIds, '']),
                eq(decisions.identityId, reach.identityId ?? ''),
              ),
          search,
          input.from ? gte(decisions.at, input.from) : undefined,
          input.to ? lt(decisions.at, input.to) : undefined,
          after &&
            sql`(${decisions.at}, ${decisions.id}) < (${after.at}::timestamptz, ${after.id})`,
        ),
      )
      .orderBy(desc(decisions.at), desc(decisions.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, ({ row, at }) => historyCursor(at, row.id));
    return { ...page, items: page.items.map(({ row, at }) => toDecisionView(row, at)) };
  },
});
