import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  date,
  index,
  integer,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { bytes, exactInstant, freeJson, freeText, instant } from './columns';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** One change through the control plane. Append-only, hash-chained; no foreign keys: it outlives its subjects. */
export const auditEvents = pgTable(
  'audit_events',
  {
    seq: bigint({ mode: 'number' }).primaryKey(),
    id: text().notNull().unique(),
    at: exactInstant('at').notNull(),
    actorType: text('actor_type').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: freeText('actor_name').notNull(),
    viaType: text('via_type').notNull(),
    viaId: text('via_id'),
    groupId: text('group_id'),
    groupSlug: text('group_slug'),
    action: freeText().notNull(),
    targetType: text('target_type').notNull(),
    targetId: text('target_id'),
    targetName: freeText('target_name'),
    outcome: text({ enum: ['done', 'denied'] }).notNull(),
    reason: freeText(),
    before: freeJson(),
    after: freeJson(),
    affects: text().array().notNull().default(sql`'{}'`),
    requestId: freeText('request_id').notNull(),
    ip: freeText(),
    userAgent: freeText('user_agent'),
    prevHash: text('prev_hash').notNull().unique(),
    hash: text().notNull().unique(),
  },
  (t) => [
    index('audit_events_at').on(t.at),
    index('audit_events_actor').on(t.actorId, t.seq),
    index('audit_events_target').on(t.targetId, t.seq),
    index('audit_events_group').on(t.groupId, t.seq),
    index('audit_events_affects').using('gin', t.affects),
    check('audit_events_outcome', sql`${t.outcome} in ('done', 'denied')`),
    check(
      'audit_events_hashes',
      sql`${t.hash} ~ '^[0-9a-f]{64}$' and ${t.prevHash} ~ '^[0-9a-f]{64}$'`,
    ),
  ],
);

/** The single row that orders all changes: locked last thing before commit. */
export const auditHead = pgTable(
  'audit_head',
  {
    id: integer().primaryKey().default(1),
    seq: bigint({ mode: 'number' }).notNull(),
    hash: text().notNull(),
  },
  (t) => [check('audit_head_single', sql`${t.id} = 1`)],
);

/** Heads of the log as they were, signed with a key that is not in the database: see docs/audit-chain.md. */
export const auditCheckpoints = pgTable('audit_checkpoints', {
  seq: bigint({ mode: 'number' }).primaryKey(),
  hash: text().notNull(),
  at: exactInstant('at').notNull(),
  signature: text().notNull(),
  keyId: text('key_id').notNull(),
});

/** One answer of a verifier. Partitioned by day on `at`; append-only; labels instead of foreign keys. */
export const decisions = pgTable(
  'decisions',
  {
    id: text().notNull(),
    at: exactInstant('at').notNull(),
    verifier: freeText().notNull(),
    outcome: text({ enum: ['allowed', 'denied'] }).notNull(),
    code: text().notNull(),
    /** What the code alone doesn't say: which way a path is ambiguous. */
    reason: freeText(),
    api: freeText(),
    operation: freeText(),
    method: freeText(),
    path: freeText(),
    tokenId: text('token_id'),
    tokenName: freeText('token_name'),
    identityId: text('identity_id'),
    identityName: freeText('identity_name'),
    groupId: text('group_id'),
    groupSlug: text('group_slug'),
    scope: freeText(),
    ip: freeText(),
    userAgent: freeText('user_agent'),
    requestId: freeText('request_id'),
    foldedCount: integer('folded_count').notNull().default(1),
    foldedUntil: exactInstant('folded_until'),
    /** The sealed batch it is part of; null of those that came before batches were sealed. */
    batch: bigint({ mode: 'number' }).default(
      sql`nullif(current_setting('keyward.batch', true), '')::bigint`,
    ),
  },
  (t) => [
    primaryKey({ columns: [t.at, t.id] }),
    index('decisions_token').on(t.tokenId, t.at),
    index('decisions_identity').on(t.identityId, t.at),
    index('decisions_group').on(t.groupId, t.at),
    // Addresses as such: one is found in any spelling, and a range (`<<=`) as well.
    index('decisions_address').on(sql`address_of(${t.ip})`, t.at),
    index('decisions_denied').on(t.at, t.tokenId, t.code).where(sql`${t.outcome} = 'denied'`),
    check(
      'decisions_outcome',
      sql`${t.outcome} in ('allowed', 'denied') and (${t.outcome} = 'allowed') = (${t.code} = 'allowed')`,
    ),
  ],
);

/**
 * How many decisions there were in an hour, by one thing that they have in common: counted with the rows
 * themselves, in one transaction. By verifier, so that two that arrive at once don't wait for each other.
 * Tokens and who acts are many: those are counted by the day, over all verifiers.
 */
export const decisionCounts = pgTable(
  'decision_counts',
  {
    /** Begins a UTC hour, or the UTC day of a token or an actor. */
    hour: instant('hour').notNull(),
    dimension: text({
      enum: ['all', 'code', 'api', 'operation', 'group', 'token', 'actor'],
    }).notNull(),
    /** What they have in common, by its id where it has one; nothing for `all`. */
    value: freeText().notNull(),
    /** The name that it had then; nothing where the value says it. */
    label: freeText().notNull(),
    /** Nothing for a token or an actor. */
    verifier: freeText().notNull(),
    allowed: bigint({ mode: 'number' }).notNull(),
    denied: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.dimension, t.hour, t.value, t.label, t.verifier] })],
);

export const decisionBatchIds = pgSequence('decision_batch_ids');

/**
 * Decisions that arrived together, of one verifier and one UTC day, sealed as they arrived: see
 * docs/audit-chain.md. Each verifier's batches are a chain of their own. Append-only.
 */
export const decisionBatches = pgTable(
  'decision_batches',
  {
    id: bigint({ mode: 'number' }).primaryKey(),
    verifier: freeText().notNull(),
    seq: bigint({ mode: 'number' }).notNull(),
    day: date({ mode: 'string' }).notNull(),
    rows: integer().notNull(),
    /** The hashes of its leaves, 32 bytes each, by the ids of their decisions; nothing once those were dropped. */
    leaves: bytes().notNull(),
    /** The tombstone that says its decisions were dropped. */
    tombstone: bigint({ mode: 'number' }),
    root: text().notNull(),
    prevHash: text('prev_hash').notNull(),
    hash: text().notNull(),
    /** By the clock of the database; never before that of the batch before it. */
    sealedAt: exactInstant('sealed_at').notNull(),
    /** Where its decisions are found; not part of what is hashed. */
    firstAt: exactInstant('first_at').notNull(),
    lastAt: exactInstant('last_at').notNull(),
  },
  (t) => [
    unique('decision_batches_seq').on(t.verifier, t.seq),
    index('decision_batches_day').on(t.day, t.id),
    check(
      'decision_batches_leaves',
      sql`${t.rows} > 0 and octet_length(${t.leaves}) = case when ${t.tombstone} is null then ${t.rows} * 32 else 0 end`,
    ),
  ],
);

/** What was dropped of one verifier's chain: its batches of the day from one `seq` to another. */
export interface DroppedChain {
  readonly verifier: string;
  readonly from: number;
  readonly to: number;
  readonly batches: number;
  readonly rows: number;
  /** Of the batch `to`. */
  readonly hash: string;
}

/**
 * Says that the decisions of a day were dropped because they had been kept long enough, signed like a
 * checkpoint: see docs/audit-chain.md. What the batches are called, counted and hash to stays. Append-only.
 */
export const decisionTombstones = pgTable(
  'decision_tombstones',
  {
    seq: bigint({ mode: 'number' }).primaryKey(),
    day: date({ mode: 'string' }).notNull(),
    /** By the names of their verifiers. */
    chains: freeJson().$type<readonly DroppedChain[]>().notNull(),
    /** Decisions that were in no batch. */
    unsealed: bigint({ mode: 'number' }).notNull(),
    at: exactInstant('at').notNull(),
    signature: text().notNull(),
    keyId: text('key_id').notNull(),
    /** The transaction's own time: in no other may anything be dropped by it. */
    recordedAt: exactInstant('recorded_at').notNull().default(sql`now()`),
  },
  (t) => [
    index('decision_tombstones_day').on(t.day),
    check(
      'decision_tombstones_signed',
      sql`${t.signature} ~ '^[A-Za-z0-9_-]{86}$' and ${t.keyId} ~ '^ed25519:[A-Za-z0-9_-]{43}$' and ${t.unsealed} >= 0`,
    ),
  ],
);

/** Where the chain of each verifier ends: locked last thing before a batch is committed. */
export const decisionHeads = pgTable('decision_heads', {
  verifier: freeText().primaryKey(),
  seq: bigint({ mode: 'number' }).notNull(),
  hash: text().notNull(),
  /** When its last batch was sealed. */
  sealedAt: exactInstant('sealed_at'),
});

/** Heads of the verifiers' chains as they were, signed like those of the log of changes. */
export const decisionCheckpoints = pgTable(
  'decision_checkpoints',
  {
    verifier: freeText().notNull(),
    seq: bigint({ mode: 'number' }).notNull(),
    hash: text().notNull(),
    at: exactInstant('at').notNull(),
    signature: text().notNull(),
    keyId: text('key_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.verifier, t.seq] })],
);
