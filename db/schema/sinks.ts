import { sql } from 'drizzle-orm';
import { bigint, check, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, freeJson, freeText, instant } from './columns';

/** Where all changes, all decisions or both are forwarded to: the log store of an organisation. */
export const sinks = pgTable(
  'sinks',
  {
    id: text().primaryKey(),
    name: freeText().notNull().unique(),
    kind: text({ enum: ['syslog', 'http'] }).notNull(),
    /** What its kind needs to know of the place. */
    config: freeJson().notNull(),
    /** Where the worker finds the bearer token, `env:NAME` or `file:/path`; never the token. */
    credential: freeText(),
    state: text({ enum: ['active', 'paused'] })
      .notNull()
      .default('active'),
    /** When somebody last asked for a test, and what came of it; no error: it was taken. */
    testAskedAt: instant('test_asked_at'),
    testedAt: instant('tested_at'),
    testError: freeText('test_error'),
    createdAt: createdAt(),
    createdBy: text('created_by').notNull(),
    createdByName: freeText('created_by_name').notNull(),
  },
  (t) => [
    check('sinks_kind', sql`${t.kind} in ('syslog', 'http')`),
    check('sinks_state', sql`${t.state} in ('active', 'paused')`),
    check('sinks_credential', sql`${t.credential} ~ '^(env:|file:/)'`),
  ],
);

/** How far a sink has got in one of the logs. All times are by the database's clock. */
export const sinkPositions = pgTable(
  'sink_positions',
  {
    sinkId: text('sink_id')
      .notNull()
      .references(() => sinks.id, { onDelete: 'cascade' }),
    source: text({ enum: ['changes', 'decisions'] }).notNull(),
    /** The last `seq` that was taken: of changes under `log`, of sealed batches under their verifier. */
    place: freeJson().notNull(),
    heldBy: text('held_by'),
    heldUntil: instant('held_until'),
    delivered: bigint({ mode: 'number' }).notNull().default(0),
    deliveredAt: instant('delivered_at'),
    failures: integer().notNull().default(0),
    failingSince: instant('failing_since'),
    nextAttemptAt: instant('next_attempt_at'),
    lastError: freeText('last_error'),
  },
  (t) => [
    primaryKey({ columns: [t.sinkId, t.source] }),
    check('sink_positions_source', sql`${t.source} in ('changes', 'decisions')`),
  ],
);
