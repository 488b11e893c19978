import { and, desc, eq, getTableColumns, like } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { auditEvents } from '@/db/schema/history';
import type { Reach } from '@/domain/authority/reach';
import { reference } from '@/domain/base/input';
import { everything, type Target } from '@/domain/base/target';
import type { QueryDefinition } from '@/domain/commands/define';
import { exactAt } from '@/domain/ledger/event-hash';
import { happenedWithin } from './event-filter';
import { type eventViewSchema, toEventView } from './event-view';
import { listEvents } from './list-events';

const input = z.object({
  /** The id of what was deleted. */
  target: reference(),
});

const output = z.object({
  /** Null where nothing tells of it, or nothing within reach. */
  deletion: z
    .object({
      /** Of the event. */
      id: z.string(),
      at: z.string(),
      by: z.string(),
      /** What the thing was called. */
      name: z.string().nullable(),
      reason: z.string().nullable(),
    })
    .nullable(),
});

/** Of the events that the same reader may list, the one by which a thing was deleted. */
export const findDeletion: QueryDefinition<typeof input, typeof output, Target> = {
  ...listEvents,
  input,
  output,
  target: () => everything('system'),
  async run({ db, input: { target }, reach }) {
    const [row] = await selectDeletion(db, reach, target);
    return { deletion: row ? toDeletion(toEventView(row)) : null };
  },
};

/** Every part of it but the thing's id may be read of few rows: it goes by the index of targets. */
export const selectDeletion = (db: Queryable, reach: Reach, target: string) =>
  db
    .select({ ...getTableColumns(auditEvents), at: exactAt })
    .from(auditEvents)
    .where(
      and(
        happenedWithin(reach),
        eq(auditEvents.targetId, target),
        eq(auditEvents.outcome, 'done'),
        like(auditEvents.action, '%.delete'),
      ),
    )
    .orderBy(desc(auditEvents.seq))
    .limit(1);

const toDeletion = ({ id, at, actor, target, reason }: z.input<typeof eventViewSchema>) => ({
  ...{ id, at, by: actor.name, name: target.name, reason },
});
