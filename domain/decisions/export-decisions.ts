import { and, asc, sql } from 'drizzle-orm';
import { decisions } from '@/db/schema/history';
import { invalid, isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineStream } from '@/domain/commands/define-stream';
import { placeInLog, readPlaceInLog } from '@/domain/history/cursor';
import { pinTimes } from '@/domain/history/pin-times';
import { historyFilter } from '@/domain/history/range';
import { decisionsFound } from './decision-filter';
import { decisionViewSchema, exactDecisionAt, toDecisionView } from './decision-view';

/** The decisions that the same filter lists and that have arrived by now, oldest first. */
export const exportDecisions = defineStream({
  operation: 'decisions.export',
  summary: 'Export decisions',
  http: { method: 'GET', path: '/decisions/export' },
  input: historyFilter,
  row: decisionViewSchema,
  columns: [
    ...['at', 'outcome', 'code', 'reason', 'api', 'operation', 'method', 'path', 'token.name'],
    ...['token.id', 'identity.name', 'identity.id', 'group.slug', 'scope', 'ip', 'userAgent'],
    ...['requestId', 'verifier', 'foldedCount', 'id'],
  ],
  cursorOf: ({ at, id }) => placeInLog(at, id),
  pin: pinTimes,
  target: () => everything('system'),
  async batch({ db, input, reach, limit }) {
    const after = input.after === undefined ? undefined : readPlaceInLog(input.after);
    if (after === null) return invalid('after', 'Write the time and the id of a decision: at|id.');
    const found = decisionsFound(reach, input);
    if (isRefusal(found)) return found;
    const rows = await db
      .select({ row: decisions, at: exactDecisionAt })
      .from(decisions)
      .where(
        and(
          found,
          after &&
            sql`(${decisions.at}, ${decisions.id}) > (${after.at}::timestamptz, ${after.id})`,
        ),
      )
      .orderBy(asc(decisions.at), asc(decisions.id))
      .limit(limit);
    return rows.map(({ row, at }) => toDecisionView(row, at));
  },
});
