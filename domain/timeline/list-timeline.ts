import { and, desc, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { auditEvents, decisions } from '@/db/schema/history';
import { eventsFound } from '@/domain/audit/event-filter';
import { eventViewSchema, toEventView } from '@/domain/audit/event-view';
import type { Reach } from '@/domain/authority/reach';
import { packedCursor, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { decisionsFound } from '@/domain/decisions/decision-filter';
import {
  decisionViewSchema,
  exactDecisionAt,
  toDecisionView,
} from '@/domain/decisions/decision-view';
import { historyCursor, readHistoryCursor } from '@/domain/history/cursor';
import { LOGS } from '@/domain/history/query/keys';
import { type HistoryFilter, historyFilter } from '@/domain/history/range';
import { exactAt } from '@/domain/ledger/event-hash';
import { logsAsked } from './logs-asked';

const MAX_ROWS = 50;

const itemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('decision'), decision: decisionViewSchema }),
  z.object({ kind: z.literal('change'), event: eventViewSchema }),
]);
type Item = z.input<typeof itemSchema>;
export type TimelineItem = z.output<typeof itemSchema>;

/** Decisions and changes in one list, newest first; `logs` are those within reach. */
export const listTimeline = defineQuery({
  operation: 'audit.timeline',
  summary: 'List decisions and changes in one timeline',
  http: { method: 'GET', path: '/audit/timeline' },
  list: true,
  input: z.object({
    ...historyFilter,
    cursor: packedCursor(),
    limit: z.coerce.number().int().min(1).max(MAX_ROWS).default(MAX_ROWS),
  }),
  output: pageOf(itemSchema).extend({ logs: z.array(z.enum(LOGS)) }),
  target: () => everything('system'),
  async run({ db, actor, input }) {
    const asked = logsAsked(actor, input.q);
    if (isRefusal(asked)) return asked;
    const before = input.cursor ? readHistoryCursor(input.cursor) : undefined;
    if (before === null) return invalid('cursor', 'This cursor is not one of ours.');
    const items: Item[] = [];
    for (const log of LOGS) {
      const reach = asked.reachIn(log);
      if (!reach) continue;
      const page = { filter: input, reach, before, limit: input.limit + 1 };
      const found = await (log === 'decision' ? decisionItems : changeItems)(db, page);
      if (isRefusal(found)) return found;
      items.push(...found);
    }
    items.sort(newestFirst);
    const page = toPage(items, input.limit, (item) => {
      const { at, id } = rowOf(item);
      return historyCursor(at, id);
    });
    return { ...page, logs: [...asked.logs] };
  },
});

interface Asked {
  readonly filter: HistoryFilter;
  readonly reach: Reach;
  readonly before: { at: string; id: string } | undefined;
  readonly limit: number;
}

const olderThan = (at: PgColumn, id: PgColumn, place: Asked['before']): SQL | undefined =>
  place && sql`(${at}, ${id}) < (${place.at}::timestamptz, ${place.id})`;

async function decisionItems(
  db: Queryable,
  { filter, reach, before, limit }: Asked,
): Promise<Item[] | Refusal> {
  const found = decisionsFound(reach, filter);
  if (isRefusal(found)) return found;
  const rows = await db
    .select({ row: decisions, at: exactDecisionAt })
    .from(decisions)
    .where(and(found, olderThan(decisions.at, decisions.id, before)))
    .orderBy(desc(decisions.at), desc(decisions.id))
    .limit(limit);
  return rows.map(({ row, at }) => ({ kind: 'decision', decision: toDecisionView(row, at) }));
}

async function changeItems(
  db: Queryable,
  { filter, reach, before, limit }: Asked,
): Promise<Item[] | Refusal> {
  const found = eventsFound(reach, filter);
  if (isRefusal(found)) return found;
  const rows = await db
    .select({ ...getTableColumns(auditEvents), at: exactAt })
    .from(auditEvents)
    .where(and(found, olderThan(auditEvents.at, auditEvents.id, before)))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(limit);
  return rows.map((row) => ({ kind: 'change', event: toEventView(row) }));
}

const rowOf = (item: Item) => (item.kind === 'decision' ? item.decision : item.event);

/**
 * Each log comes in its order already; a decision and a change of one microsecond are told apart by
 * their prefixes, which every collation has in one order.
 */
function newestFirst(one: Item, other: Item): number {
  const [a, b] = [rowOf(one), rowOf(other)];
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  if (one.kind === other.kind) return 0;
  return one.kind === 'change' ? -1 : 1;
}
