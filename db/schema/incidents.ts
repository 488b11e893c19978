import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { exactInstant, freeJson, freeText, instant } from './columns';

/** Something that went wrong, and what is gathered about it until it is closed with a summary. */
export const incidents = pgTable(
  'incidents',
  {
    id: text().primaryKey(),
    title: freeText().notNull(),
    openedAt: instant('opened_at').notNull().defaultNow(),
    openedBy: text('opened_by').notNull(),
    openedByName: freeText('opened_by_name').notNull(),
    closedAt: instant('closed_at'),
    closedBy: text('closed_by'),
    closedByName: freeText('closed_by_name'),
    /** What happened and what was done, as it is said at the end. */
    summary: freeText(),
  },
  (t) => [
    check(
      'incidents_closed',
      sql`(${t.closedAt} is null) = (${t.closedBy} is null) and (${t.closedAt} is null) = (${t.summary} is null)`,
    ),
  ],
);

/**
 * What an incident gathers: a note, a change by its place in the log, or the sums of what somebody did
 * as they stood then. Append-only, like history.
 */
export const incidentEntries = pgTable(
  'incident_entries',
  {
    id: text().primaryKey(),
    incidentId: text('incident_id')
      .notNull()
      .references(() => incidents.id),
    at: exactInstant('at').notNull().default(sql`clock_timestamp()`),
    kind: text({ enum: ['note', 'event', 'radius'] }).notNull(),
    addedBy: text('added_by').notNull(),
    addedByName: freeText('added_by_name').notNull(),
    note: freeText(),
    /** Of a change. No foreign key: see `history.ts`. */
    eventSeq: bigint('event_seq', { mode: 'number' }),
    radius: freeJson(),
  },
  (t) => [
    index('incident_entries_incident').on(t.incidentId, t.at),
    uniqueIndex('incident_entries_event')
      .on(t.incidentId, t.eventSeq)
      .where(sql`${t.eventSeq} is not null`),
    check(
      'incident_entries_kind',
      sql`case ${t.kind} when 'note' then ${t.note} is not null and ${t.eventSeq} is null and ${t.radius} is null
        when 'event' then ${t.note} is null and ${t.eventSeq} is not null and ${t.radius} is null
        when 'radius' then ${t.note} is null and ${t.eventSeq} is null and ${t.radius} is not null
        else false end`,
    ),
  ],
);
