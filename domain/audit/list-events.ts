import { and, desc, getTableColumns, gte, inArray, lt, or } from 'drizzle-orm';
import { z } from 'zod';
import { auditEvents } from '@/db/schema/history';
import { pageInput, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { timeRange } from '@/domain/history/range';
import { searchCondition } from '@/domain/history/search';
import { exactAt } from '@/domain/ledger/event-hash';
import { eventViewSchema, toEventView } from './event-view';

const SEARCH = {
  keys: {
    id: [auditEvents.id],
    action: [auditEvents.action],
    actor: [auditEvents.actorId, auditEvents.actorName],
    via: [auditEvents.viaType, auditEvents.viaId],
    token: [auditEvents.viaId, auditEvents.targetId, auditEvents.affects],
    group: [auditEvents.groupId, auditEvents.groupSlug],
    // A change that ended a token along with its membership is a change of that token, too.
    target: [auditEvents.targetId, auditEvents.targetName, auditEvents.affects],
    type: [auditEvents.targetType],
    outcome: [auditEvents.outcome],
    reason: [auditEvents.reason],
    ip: [auditEvents.ip],
    request: [auditEvents.requestId],
  },
  text: [auditEvents.actorName, auditEvents.action, auditEvents.targetName, auditEvents.reason],
};

/** Changes through the control plane, newest first; the cursor is a `seq`. */
export const listEvents = defineQuery({
  operation: 'audit.list',
  summary: 'List audit events',
  http: { method: 'GET', path: '/audit' },
  list: true,
  input: z.object({
    ...pageInput,
    ...timeRange,
    cursor: z.coerce.number().int().positive().optional(),
    q: z.string().trim().max(500).optional(),
  }),
  output: pageOf(eventViewSchema),
  target: () => everything('system'),
  async run({ db, input, reach }) {
    const search = searchCondition(input.q, SEARCH);
    if (isRefusal(search)) return search;
    const groupIds = [...reach.groupIds, ''];
    const rows = await db
      .select({ ...getTableColumns(auditEvents), at: exactAt })
      .from(auditEvents)
      .where(
        and(
          reach.everywhere
            ? undefined
            : or(inArray(auditEvents.groupId, groupIds), inArray(auditEvents.targetId, groupIds)),
          search,
          input.from ? gte(auditEvents.at, input.from) : undefined,
          input.to ? lt(auditEvents.at, input.to) : undefined,
          input.cursor ? lt(auditEvents.seq, input.cursor) : undefined,
        ),
      )
      .orderBy(desc(auditEvents.seq))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, (row) => String(row.seq));
    return { ...page, items: page.items.map(toEventView) };
  },
});
