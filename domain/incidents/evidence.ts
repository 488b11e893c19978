import { and, desc, eq, gte, inArray, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable, Transaction } from '@/db/client';
import { auditEvents, type JsonObject } from '@/db/schema/history';
import { incidentEntries } from '@/db/schema/incidents';
import { happenedWithin } from '@/domain/audit/event-filter';
import { type Reach, reachesNothing, reachOf } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { type RadiusInput, radiusInput, readBlastRadius } from '@/domain/decisions/blast-radius';
import { STOP_ACTIONS } from './stop-words';

/** Notes, changes and sums of one incident, all told. */
export const MAX_ENTRIES = 1_000;
/** Changes that are attached at once. */
export const MAX_EVENTS = 100;
const DAY = sql`interval '24 hours'`;

/** Whom an incident is about, or over which time its decisions are summed up. */
export const aboutInput = z.strictObject(radiusInput);

/** What an actor may read of the log, by which they may attach it. */
export const readableEvents = (actor: Actor): Reach => reachOf(actor, 'audit.list');

/** Events that stopped something, within a reach. */
const stoppings = (reach: Reach, more: SQL | undefined) =>
  and(
    eq(auditEvents.outcome, 'done'),
    inArray(auditEvents.action, STOP_ACTIONS),
    happenedWithin(reach),
    more,
  );

/** Places in the log, oldest first, of the last day's stops that concern what an incident is about. */
export async function stopsAbout(db: Queryable, actor: Actor, id: string): Promise<number[]> {
  const reach = readableEvents(actor);
  if (reachesNothing(reach)) return [];
  const about = or(eq(auditEvents.targetId, id), sql`${auditEvents.affects} @> array[${id}]`);
  const rows = await db
    .select({ seq: auditEvents.seq })
    .from(auditEvents)
    .where(stoppings(reach, and(gte(auditEvents.at, sql`now() - ${DAY}`), about)))
    .orderBy(desc(auditEvents.seq))
    .limit(MAX_EVENTS);
  return rows.map(({ seq }) => seq).reverse();
}

/** The newest stops from an hour before an incident that nobody has attached to it. */
export async function stopsNotAttached(
  db: Queryable,
  actor: Actor,
  incident: { readonly openedAt: Date; readonly closedAt: Date | null },
  attached: readonly number[],
  limit: number,
): Promise<number[]> {
  const reach = readableEvents(actor);
  if (reachesNothing(reach) || incident.closedAt !== null) return [];
  const since = new Date(incident.openedAt.getTime() - 3_600_000).toISOString();
  const isNew = attached.length > 0 ? notInArray(auditEvents.seq, [...attached]) : undefined;
  const rows = await db
    .select({ seq: auditEvents.seq })
    .from(auditEvents)
    .where(stoppings(reach, and(gte(auditEvents.at, since), isNew)))
    .orderBy(desc(auditEvents.seq))
    .limit(limit);
  return rows.map(({ seq }) => seq);
}

/** The first of these that the actor can't read, by its index; null where they read all. */
export async function refuseUnread(
  db: Queryable,
  actor: Actor,
  events: readonly number[],
): Promise<Refusal | null> {
  if (events.length === 0) return null;
  const reach = readableEvents(actor);
  const found = reachesNothing(reach)
    ? []
    : await db
        .select({ seq: auditEvents.seq })
        .from(auditEvents)
        .where(and(inArray(auditEvents.seq, [...events]), happenedWithin(reach)));
  const read = new Set(found.map(({ seq }) => seq));
  const index = events.findIndex((seq) => !read.has(seq));
  return index === -1
    ? null
    : invalid(`events.${index}`, `You can read no change ${events[index]} of the log.`);
}

interface Evidence {
  readonly note?: string | undefined;
  readonly events?: readonly number[] | undefined;
  readonly about?: RadiusInput | undefined;
}

/** What was added: ids of entries, and places in the log that weren't there before. */
export interface Added {
  readonly entries: string[];
  readonly events: number[];
  readonly about: { readonly type: string; readonly id: string } | null;
}

/** Writes it down in the name of the actor: decisions as far as they may see them. */
export async function addEvidence(
  tx: Transaction,
  actor: Actor,
  incidentId: string,
  { note, events = [], about }: Evidence,
): Promise<Added | Refusal> {
  const refused = await refuseUnread(tx, actor, events);
  if (refused) return refused;
  const by = { incidentId, addedBy: actor.id, addedByName: actor.name };
  const rows: (typeof incidentEntries.$inferInsert)[] = events.map((eventSeq) => ({
    ...{ id: newId('incidentEntry'), ...by, kind: 'event', eventSeq },
  }));
  if (note) rows.push({ id: newId('incidentEntry'), ...by, kind: 'note', note });
  let subject: Added['about'] = null;
  if (about) {
    const reach = reachOf(actor, 'decisions.blastRadius');
    const radius = await readBlastRadius(tx, reach, about);
    if (isRefusal(radius)) return radius;
    subject = { type: radius.subject.type, id: radius.subject.id };
    const kept = radius as unknown as JsonObject;
    rows.push({ id: newId('incidentEntry'), ...by, kind: 'radius', radius: kept });
  }
  if (rows.length === 0) return { entries: [], events: [], about: null };
  const written = await tx
    .insert(incidentEntries)
    .values(rows)
    .onConflictDoNothing({
      target: [incidentEntries.incidentId, incidentEntries.eventSeq],
      where: sql`${incidentEntries.eventSeq} is not null`,
    })
    .returning({ id: incidentEntries.id, seq: incidentEntries.eventSeq });
  return {
    entries: written.map(({ id }) => id),
    events: written.flatMap(({ seq }) => seq ?? []),
    about: subject,
  };
}
