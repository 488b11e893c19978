import { eq, getTableColumns } from 'drizzle-orm';
import { z } from 'zod';
import { auditEvents } from '@/db/schema/history';
import { soughtText } from '@/domain/base/input';
import { notFound } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { exactAt } from '@/domain/ledger/event-hash';
import { eventViewSchema, toEventView } from './event-view';

/** One event by its id or `seq`. */
export const getEvent = defineQuery({
  operation: 'audit.get',
  summary: 'Get an audit event',
  http: { method: 'GET', path: '/audit/{event}' },
  input: z.object({ event: soughtText(100) }),
  output: eventViewSchema,
  target: () => everything('system'),
  async run({ db, input }) {
    const seq = /^\d{1,15}$/.test(input.event) ? Number(input.event) : null;
    const [row] = await db
      .select({ ...getTableColumns(auditEvents), at: exactAt })
      .from(auditEvents)
      .where(seq === null ? eq(auditEvents.id, input.event) : eq(auditEvents.seq, seq));
    return row ? toEventView(row) : notFound('audit event');
  },
});
