import { and, desc, getTableColumns, lt } from 'drizzle-orm';
import { z } from 'zod';
import { auditEvents } from '@/db/schema/history';
import { pageInput, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { historyFilter } from '@/domain/history/range';
import { exactAt } from '@/domain/ledger/event-hash';
import { eventsFound } from './event-filter';
import { eventViewSchema, toEventView } from './event-view';

/** Changes through the control plane, newest first; the cursor is a `seq`. */
export const listEvents = defineQuery({
  operation: 'audit.list',
  summary: 'List audit events',
  http: { method: 'GET', path: '/audit' },
  list: true,
  input: z.object({
    ...pageInput,
    ...historyFilter,
    cursor: z.coerce.number().int().positive().optional(),
  }),
  output: pageOf(eventViewSchema),
  target: () => everything('system'),
  async run({ db, input, reach }) {
    const found = eventsFound(reach, input);
    if (isRefusal(found)) return found;
    const rows = await db
      .select({ ...getTableColumns(auditEvents), at: exactAt })
      .from(auditEvents)
      .where(and(found, input.cursor ? lt(auditEvents.seq, input.cursor) : undefined))
      .orderBy(desc(auditEvents.seq))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, (row) => String(row.seq));
    return { ...page, items: page.items.map(toEventView) };
  },
});
