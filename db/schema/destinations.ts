import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { createdAt, freeJson, freeText, instant } from './columns';
import { tokens } from './tokens';

/** Where secrets of rotated tokens are written to: a server, a place on it, and how to sign in there. */
export const destinations = pgTable(
  'destinations',
  {
    id: text().primaryKey(),
    name: freeText().notNull().unique(),
    kind: text({ enum: ['webhook', 'github', 'gitlab', 'vault', 'kubernetes'] }).notNull(),
    /** What its kind needs to know of the place. */
    config: freeJson().notNull(),
    /** Where the credential is found, `env:NAME` or `file:/path`; never the credential. */
    credential: freeText().notNull(),
    /** Ids of the groups whose tokens may go there; empty: all. */
    groupIds: text('group_ids').array().notNull().default(sql`'{}'`),
    /** When somebody last asked for a test, and what a worker found then. */
    testAskedAt: instant('test_asked_at'),
    testedAt: instant('tested_at'),
    testPassed: boolean('test_passed'),
    testFinding: freeText('test_finding'),
    createdAt: createdAt(),
    createdBy: text('created_by').notNull(),
    createdByName: freeText('created_by_name').notNull(),
  },
  (t) => [
    check(
      'destinations_kind',
      sql`${t.kind} in ('webhook', 'github', 'gitlab', 'vault', 'kubernetes')`,
    ),
    check('destinations_credential', sql`${t.credential} ~ '^(env:|file:/)'`),
    check(
      'destinations_tested_whole',
      sql`(${t.testedAt} is null) = (${t.testPassed} is null) and (${t.testedAt} is null) = (${t.testFinding} is null)`,
    ),
  ],
);

/** How often the tokens of a family take turns, and where each new secret goes. */
export const rotationSchedules = pgTable(
  'rotation_schedules',
  {
    familyId: text('family_id').primaryKey(),
    destinationId: text('destination_id')
      .notNull()
      .references(() => destinations.id),
    /** What the secret is called there. */
    secretName: freeText('secret_name').notNull(),
    everySeconds: integer('every_seconds').notNull(),
    /** null: the group's overlap. */
    overlapSeconds: integer('overlap_seconds'),
    nextAt: instant('next_at').notNull(),
    setAt: instant('set_at').notNull().defaultNow(),
    setBy: text('set_by').notNull(),
    setByName: freeText('set_by_name').notNull(),
  },
  (t) => [
    // Two families would write over each other.
    unique('rotation_schedules_place').on(t.destinationId, t.secretName),
    index('rotation_schedules_next').on(t.nextAt),
    check('rotation_schedules_every', sql`${t.everySeconds} > 0`),
  ],
);

/** One turn of a family: each state is reached in a transaction of its own, and never twice. */
export const rotations = pgTable(
  'rotations',
  {
    id: text().primaryKey(),
    familyId: text('family_id').notNull(),
    /** It may be gone once the rotation is over. */
    destinationId: text('destination_id').notNull(),
    destinationName: freeText('destination_name').notNull(),
    secretName: freeText('secret_name').notNull(),
    overlapSeconds: integer('overlap_seconds'),
    predecessorId: text('predecessor_id')
      .notNull()
      .references(() => tokens.id, { onDelete: 'cascade' }),
    successorId: text('successor_id').references(() => tokens.id, { onDelete: 'cascade' }),
    state: text({ enum: ['planned', 'minted', 'delivered', 'retired', 'ended'] })
      .notNull()
      .default('planned'),
    /** The successor's secret, sealed under the server's secret, from minting to delivery. */
    secretSealed: text('secret_sealed'),
    plannedAt: instant('planned_at').notNull().defaultNow(),
    /** The token was rotated by hand: its secret is brought here as well, and its end is not ours to say. */
    byHand: boolean('by_hand').notNull().default(false),
    /** Who asked for it; null where its time had come. */
    startedByName: freeText('started_by_name'),
    mintedAt: instant('minted_at'),
    deliveredAt: instant('delivered_at'),
    /** Whether the destination was asked, and has it. */
    isConfirmed: boolean('is_confirmed').notNull().default(false),
    /** Until then the successor must be seen in use; a confirmed one need not be. */
    deadlineAt: instant('deadline_at'),
    seenAt: instant('seen_at'),
    endedAt: instant('ended_at'),
    /** Of the present step. */
    attempts: integer().notNull().default(0),
    failure: freeText(),
    failedAt: instant('failed_at'),
    /** null: nothing is tried by itself. */
    nextAttemptAt: instant('next_attempt_at').defaultNow(),
  },
  (t) => [
    uniqueIndex('rotations_open').on(t.familyId).where(sql`${t.state} not in ('retired', 'ended')`),
    index('rotations_family').on(t.familyId, t.plannedAt),
    index('rotations_destination').on(t.destinationId),
    index('rotations_due').on(t.nextAttemptAt).where(sql`${t.state} not in ('retired', 'ended')`),
    check(
      'rotations_state',
      sql`${t.state} in ('planned', 'minted', 'delivered', 'retired', 'ended')`,
    ),
    // Kept only until it is delivered.
    check('rotations_secret', sql`(${t.secretSealed} is not null) = (${t.state} = 'minted')`),
    check(
      'rotations_ended',
      sql`(${t.endedAt} is not null) = (${t.state} in ('retired', 'ended'))`,
    ),
    check('rotations_failed', sql`(${t.failure} is null) = (${t.failedAt} is null)`),
  ],
);

/** What happened to a rotation, in order. */
export const rotationSteps = pgTable(
  'rotation_steps',
  {
    id: text().primaryKey(),
    rotationId: text('rotation_id')
      .notNull()
      .references(() => rotations.id, { onDelete: 'cascade' }),
    at: instant('at').notNull().default(sql`clock_timestamp()`),
    step: text({
      enum: ['planned', 'minted', 'delivered', 'seen', 'retired', 'failed', 'retried', 'ended'],
    }).notNull(),
    said: freeText().notNull().default(''),
  },
  (t) => [index('rotation_steps_rotation').on(t.rotationId, t.at, t.id)],
);
