import { asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { exactText } from '@/db/exact-text';
import { auditEvents } from '@/db/schema/history';
import { incidentEntries } from '@/db/schema/incidents';
import { receipts, verifiers } from '@/db/schema/operating';
import { happenedWithin } from '@/domain/audit/event-filter';
import { eventViewSchema, toEventView } from '@/domain/audit/event-view';
import { type Reach, reachesNothing } from '@/domain/authority/reach';
import { instantText } from '@/domain/base/instant';
import { blastRadiusSchema } from '@/domain/decisions/blast-radius';
import { exactInstantText } from '@/domain/history/range';
import { exactAt } from '@/domain/ledger/event-hash';

/** A change as a timeline tells it. */
const toldEvent = eventViewSchema.pick({
  ...{ seq: true, id: true, at: true, actor: true, action: true, target: true, reason: true },
  ...{ before: true, after: true, hash: true },
});
const receipt = z.object({
  verifier: z.string(),
  confirmedAt: instantText(),
  /** Milliseconds from the change to its confirmation. */
  latencyMs: z.number(),
});

export const entryViewSchema = z.object({
  id: z.string(),
  /** When it happened: of a change that was attached later, when it was made. */
  at: exactInstantText(),
  addedAt: exactInstantText(),
  addedBy: z.object({ id: z.string(), name: z.string() }),
  kind: z.enum(['note', 'event', 'radius']),
  note: z.string().nullable(),
  /** Place in the log. */
  eventSeq: z.number().nullable(),
  /** Null where it is none, or out of the reader's reach. */
  event: toldEvent.nullable(),
  /** Which verifiers confirmed the change. */
  receipts: z.array(receipt),
  /** As it stood when it was attached. */
  radius: blastRadiusSchema.nullable(),
});
export type IncidentEntry = z.output<typeof entryViewSchema>;

/** Changes by their place in the log, as far as a reach goes. */
export async function readEvents(db: Queryable, reach: Reach, seqs: readonly number[]) {
  if (seqs.length === 0 || reachesNothing(reach)) return new Map<number, never>();
  const rows = await db
    .select({ ...getTableColumns(auditEvents), at: exactAt })
    .from(auditEvents)
    .where(sql`${inArray(auditEvents.seq, [...seqs])} and (${happenedWithin(reach) ?? sql`true`})`);
  return new Map(rows.map((row) => [row.seq, toldEvent.parse(toEventView(row))]));
}

/** Who confirmed changes, by their place in the log, the quickest first. */
export async function readConfirmations(db: Queryable, seqs: readonly number[]) {
  const bySeq = new Map<number, z.output<typeof receipt>[]>();
  if (seqs.length === 0) return bySeq;
  const rows = await db
    .select({
      seq: receipts.seq,
      verifier: sql<string>`coalesce(${verifiers.name}, ${receipts.verifierId})`,
      confirmedAt: receipts.confirmedAt,
      latencyMs: sql<number>`greatest(0, round(extract(epoch from ${receipts.confirmedAt} - ${auditEvents.at}) * 1000))::int`,
    })
    .from(receipts)
    .innerJoin(auditEvents, eq(auditEvents.seq, receipts.seq))
    .leftJoin(verifiers, eq(verifiers.id, receipts.verifierId))
    .where(inArray(receipts.seq, [...seqs]))
    .orderBy(asc(receipts.confirmedAt));
  for (const { seq, confirmedAt, ...rest } of rows) {
    const one = { ...rest, confirmedAt: confirmedAt.toISOString() };
    bySeq.set(seq, [...(bySeq.get(seq) ?? []), one]);
  }
  return bySeq;
}

/** Everything an incident gathered, in the order in which it happened. */
export async function readTimeline(
  db: Queryable,
  reach: Reach,
  incidentId: string,
): Promise<IncidentEntry[]> {
  const rows = await db
    .select({ entry: incidentEntries, addedAt: exactText<string>(sql`${incidentEntries.at}`) })
    .from(incidentEntries)
    .where(eq(incidentEntries.incidentId, incidentId))
    .orderBy(asc(incidentEntries.at), asc(incidentEntries.id));
  const seqs = rows.flatMap(({ entry }) => entry.eventSeq ?? []);
  const [events, confirmations] = await Promise.all([
    readEvents(db, reach, seqs),
    readConfirmations(db, seqs),
  ]);
  const entries = rows.map(({ entry, addedAt }) => {
    const { id, kind, note, eventSeq, radius } = entry;
    const event = eventSeq === null ? null : (events.get(eventSeq) ?? null);
    return {
      ...{ id, kind, note, eventSeq, event, addedAt },
      at: event?.at ?? addedAt,
      addedBy: { id: entry.addedBy, name: entry.addedByName },
      receipts: (eventSeq !== null && confirmations.get(eventSeq)) || [],
      radius: radius === null ? null : blastRadiusSchema.parse(radius),
    };
  });
  return entries.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}
