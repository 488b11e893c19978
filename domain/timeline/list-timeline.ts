import { and, desc, getTableColumns } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { auditEvents } from '@/db/schema/history';
import { eventsFound } from '@/domain/audit/event-filter';
import { eventViewSchema, toEventView } from '@/domain/audit/event-view';
import { reachOf } from '@/domain/authority/reach';
import { packedCursor, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { decisionViewSchema } from '@/domain/decisions/decision-view';
import { historyCursor, isBefore, readHistoryCursor } from '@/domain/history/cursor';
import { LOGS } from '@/domain/history/query/keys';
import { exactInstantText, historyFilter } from '@/domain/history/range';
import { exactAt } from '@/domain/ledger/event-hash';
import { decisionItems, type Page } from './decision-items';
import { logsAsked } from './logs-asked';
import { withTokensNamed } from './through-tokens';

const MAX_ROWS = 50;

export const itemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('decision'), decision: decisionViewSchema }),
  z.object({
    kind: z.literal('change'),
    event: eventViewSchema,
    /** The token that it was made through, as it is called now; left out where it was none, or is out of reach. */
    through: z.object({ name: z.string(), last4: z.string() }).optional(),
  }),
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
  output: pageOf(itemSchema).extend({
    /** Set where there was no time for more: down to then all was looked through, and the cursor goes on. */
    searchedTo: exactInstantText().nullable(),
    logs: z.array(z.enum(LOGS)),
  }),
  target: () => everything('system'),
  async run({ db, actor, input }) {
    const asked = logsAsked(actor, input.q);
    if (isRefusal(asked)) return asked;
    const before = input.cursor ? readHistoryCursor(input.cursor) : undefined;
    if (before === null) return invalid('cursor', 'This cursor is not one of ours.');
    const page = { filter: input, terms: asked.terms, before, limit: input.limit + 1 };
    const [ofDecisions, ofChanges] = [asked.reachIn('decision'), asked.reachIn('change')];
    const decided = ofDecisions && (await decisionItems(db, { ...page, reach: ofDecisions }));
    if (isRefusal(decided)) return decided;
    const changed = ofChanges ? await changeItems(db, { ...page, reach: ofChanges }) : [];
    if (isRefusal(changed)) return changed;
    const searchedTo = toExact(decided?.searchedToMs ?? null);
    const items = [...(decided?.items ?? []), ...changed]
      .filter((item) => searchedTo === null || rowOf(item).at >= searchedTo)
      .sort(newestFirst);
    const { items: shown, nextCursor } = toPage(items, input.limit, (item) => {
      const { at, id } = rowOf(item);
      return historyCursor(at, id);
    });
    const goesOn = searchedTo === null ? null : historyCursor(searchedTo, FIRST_ID);
    return {
      items: await withTokensNamed(db, reachOf(actor, 'tokens.get'), shown),
      nextCursor: nextCursor ?? goesOn,
      searchedTo: nextCursor ? null : searchedTo,
      logs: [...asked.logs],
    };
  },
});

/** The newest changes of a page: far fewer than decisions. */
async function changeItems(
  db: Queryable,
  { filter, reach, before, limit }: Page,
): Promise<Item[] | Refusal> {
  const found = eventsFound(reach, filter);
  if (isRefusal(found)) return found;
  const rows = await db
    .select({ ...getTableColumns(auditEvents), at: exactAt })
    .from(auditEvents)
    .where(and(found, before && isBefore(auditEvents, before)))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(limit);
  return rows.map((row) => ({ kind: 'change', event: toEventView(row) }));
}

/** Before every id of its microsecond. */
const FIRST_ID = '0';

const toExact = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString().replace('Z', '000Z');

const rowOf = (item: Item) => (item.kind === 'decision' ? item.decision : item.event);

/**
 * Each log comes in its order already; a decision and a change of one microsecond are told apart by
 * their prefixes, which every collation has in one order.
 */
export function newestFirst(one: Item, other: Item): number {
  const [a, b] = [rowOf(one), rowOf(other)];
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  if (one.kind === other.kind) return 0;
  return one.kind === 'change' ? -1 : 1;
}
