import { and, asc, getTableColumns, gt } from 'drizzle-orm';
import { auditEvents } from '@/db/schema/history';
import { invalid, isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineStream } from '@/domain/commands/define-stream';
import { pinTimes } from '@/domain/history/pin-times';
import { historyFilter } from '@/domain/history/range';
import { exactAt } from '@/domain/ledger/event-hash';
import { eventsFound } from './event-filter';
import { eventViewSchema, toEventView } from './event-view';

/** The events that the same filter lists, oldest first, as `keyward audit verify --file` reads them. */
export const exportEvents = defineStream({
  operation: 'audit.export',
  summary: 'Export audit events',
  http: { method: 'GET', path: '/audit/export' },
  input: historyFilter,
  row: eventViewSchema,
  columns: [
    ...['seq', 'at', 'actor.type', 'actor.name', 'actor.id', 'via.type', 'via.id', 'group.slug'],
    ...[
      'action',
      'outcome',
      'reason',
      'target.type',
      'target.name',
      'target.id',
      'before',
      'after',
    ],
    ...['affects', 'request.id', 'request.ip', 'request.userAgent', 'id', 'prevHash', 'hash'],
  ],
  cursorOf: ({ seq }) => String(seq),
  pin: pinTimes,
  target: () => everything('system'),
  async batch({ db, input, reach, limit }) {
    if (input.after !== undefined && !/^\d{1,15}$/.test(input.after)) {
      return invalid('after', 'This is not the seq of an event.');
    }
    const found = eventsFound(reach, input);
    if (isRefusal(found)) return found;
    const rows = await db
      .select({ ...getTableColumns(auditEvents), at: exactAt })
      .from(auditEvents)
      .where(and(found, gt(auditEvents.seq, Number(input.after ?? 0))))
      .orderBy(asc(auditEvents.seq))
      .limit(limit);
    return rows.map(toEventView);
  },
});
