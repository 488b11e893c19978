import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { createdAt, freeJson, freeText, instant } from './columns';

/**
 * Which verifiers may start on this schema though it is newer than they are: those whose last migration
 * was made then (ms since 1970), or later. A migration that contracts moves it (docs/adr/0030).
 */
export const schemaSupport = pgTable(
  'schema_support',
  {
    id: integer().primaryKey().default(1),
    verifiersFrom: bigint('verifiers_from', { mode: 'number' }).notNull(),
  },
  (t) => [check('schema_support_single', sql`${t.id} = 1`)],
);

/** The fleet: each verifier process, what it has applied of the feed, and when it last said so. */
export const verifiers = pgTable('verifiers', {
  id: text().primaryKey(),
  name: freeText().notNull().unique(),
  version: freeText().notNull(),
  startedAt: instant('started_at').notNull(),
  heartbeatAt: instant('heartbeat_at').notNull(),
  appliedSeq: bigint('applied_seq', { mode: 'number' }).notNull(),
  stoppedAt: instant('stopped_at'),
  outageGraceSeconds: integer('outage_grace_seconds').notNull(),
});

/**
 * Events that a verifier had applied and the log no longer holds: a backup was restored. The stops
 * among them stay in force at the verifiers until somebody has settled them.
 */
export const lostEvents = pgTable('lost_events', {
  hash: text().primaryKey(),
  seq: bigint({ mode: 'number' }).notNull(),
  at: instant('at').notNull(),
  action: text().notNull(),
  targetId: text('target_id'),
  targetName: freeText('target_name'),
  affects: text().array().notNull(),
  reportedBy: text('reported_by').notNull(),
  reportedAt: instant('reported_at').notNull().defaultNow(),
  settledAt: instant('settled_at'),
});

/** When a verifier had applied an event: the proof behind "denied on 3 of 3 verifiers". */
export const receipts = pgTable(
  'receipts',
  {
    seq: bigint({ mode: 'number' }).notNull(),
    verifierId: text('verifier_id').notNull(),
    confirmedAt: instant('confirmed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.seq, t.verifierId] })],
);

/**
 * What follows the audit log under a name of its own: how far it has come, which process reads for it
 * until when, and what it stumbles over.
 */
export const feedConsumers = pgTable('feed_consumers', {
  name: text().primaryKey(),
  /** Every event up to here is handled; `hash` is that of the last one. */
  seq: bigint({ mode: 'number' }).notNull(),
  hash: text().notNull(),
  heldBy: text('held_by'),
  heldUntil: instant('held_until'),
  /** When a process last said that it reads. */
  heartbeatAt: instant('heartbeat_at'),
  failures: integer().notNull().default(0),
  failingSince: instant('failing_since'),
  lastError: freeText('last_error'),
  createdAt: createdAt(),
});

/** Answers kept for retries with the same Idempotency-Key. Never holds a secret, only the salt it is derived with. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    actorId: text('actor_id').notNull(),
    /** The session or token that used the key: it means nothing to any other. */
    credentialId: text('credential_id').notNull(),
    keySha256: text('key_sha256').notNull(),
    operation: text().notNull(),
    inputSha256: text('input_sha256').notNull(),
    secretSalt: text('secret_salt').notNull(),
    response: freeJson(),
    seq: bigint({ mode: 'number' }),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.credentialId, t.keySha256] }),
    check('idempotency_keys_hash', sql`${t.keySha256} ~ '^[0-9a-f]{64}$'`),
  ],
);

/** What the decisions say of each token's use, kept up by the verifiers as they record. */
export const tokenUsage = pgTable(
  'token_usage',
  {
    tokenId: text('token_id').primaryKey(),
    firstUsedAt: instant('first_used_at').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
    /** Denied uses don't count here: they must not keep a token from going idle. */
    lastAllowedAt: instant('last_allowed_at'),
    /** When it was last denied for having been rotated out. */
    lastRetiredAt: instant('last_retired_at'),
    lastIp: freeText('last_ip'),
    allowedCount: bigint('allowed_count', { mode: 'number' }).notNull(),
    deniedCount: bigint('denied_count', { mode: 'number' }).notNull(),
  },
  // Almost none is used then: what counts the others writes nothing here.
  (t) => [
    index('token_usage_retired').on(t.lastRetiredAt).where(sql`${t.lastRetiredAt} is not null`),
  ],
);

/**
 * What each token did of each operation on a UTC day: counted with the decisions themselves. At most one
 * row is written for each decision that arrives.
 */
export const operationUses = pgTable(
  'operation_uses',
  {
    tokenId: text('token_id').notNull(),
    api: freeText().notNull(),
    operation: freeText().notNull(),
    day: date({ mode: 'string' }).notNull(),
    groupId: text('group_id'),
    allowed: bigint({ mode: 'number' }).notNull(),
    denied: bigint({ mode: 'number' }).notNull(),
    lastAllowedAt: instant('last_allowed_at'),
    lastDeniedAt: instant('last_denied_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tokenId, t.api, t.operation, t.day] }),
    index('operation_uses_group').on(t.groupId, t.day),
  ],
);

/** How each kind of background job stands: its latest run, and the last that worked and that failed. */
export const jobStates = pgTable('job_states', {
  name: freeText().primaryKey(),
  runId: text('run_id').notNull(),
  attempt: integer().notNull(),
  /** The process that runs it. */
  worker: freeText().notNull(),
  startedAt: instant('started_at').notNull(),
  endedAt: instant('ended_at'),
  /** How far the latest run is; null for one that doesn't say. */
  done: integer(),
  total: integer(),
  succeededAt: instant('succeeded_at'),
  changed: integer(),
  failedAt: instant('failed_at'),
  error: freeText(),
  /** Failed runs since the last that worked. */
  failures: integer().notNull().default(0),
});
