import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { exactInstant } from './columns';

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
    actorName: text('actor_name').notNull(),
    viaType: text('via_type').notNull(),
    viaId: text('via_id'),
    groupId: text('group_id'),
    groupSlug: text('group_slug'),
    action: text().notNull(),
    targetType: text('target_type').notNull(),
    targetId: text('target_id'),
    targetName: text('target_name'),
    outcome: text({ enum: ['done', 'denied'] }).notNull(),
    reason: text(),
    before: jsonb().$type<JsonObject>(),
    after: jsonb().$type<JsonObject>(),
    affects: text().array().notNull().default(sql`'{}'`),
    requestId: text('request_id').notNull(),
    ip: text(),
    userAgent: text('user_agent'),
    prevHash: text('prev_hash').notNull().unique(),
    hash: text().notNull().unique(),
  },
  (t) => [
    index('audit_events_at').on(t.at),
    index('audit_events_actor').on(t.actorId, t.seq),
    index('audit_events_target').on(t.targetId, t.seq),
    index('audit_events_group').on(t.groupId, t.seq),
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

/** One answer of a verifier. Partitioned by day on `at`; append-only; labels instead of foreign keys. */
export const decisions = pgTable(
  'decisions',
  {
    id: text().notNull(),
    at: exactInstant('at').notNull(),
    verifier: text().notNull(),
    outcome: text({ enum: ['allowed', 'denied'] }).notNull(),
    code: text().notNull(),
    /** What the code alone doesn't say: which way a path is ambiguous. */
    reason: text(),
    api: text(),
    operation: text(),
    method: text(),
    path: text(),
    tokenId: text('token_id'),
    tokenName: text('token_name'),
    identityId: text('identity_id'),
    identityName: text('identity_name'),
    groupId: text('group_id'),
    groupSlug: text('group_slug'),
    scope: text(),
    ip: text(),
    userAgent: text('user_agent'),
    requestId: text('request_id'),
    foldedCount: integer('folded_count').notNull().default(1),
    foldedUntil: exactInstant('folded_until'),
  },
  (t) => [
    primaryKey({ columns: [t.at, t.id] }),
    index('decisions_token').on(t.tokenId, t.at),
    index('decisions_identity').on(t.identityId, t.at),
    index('decisions_group').on(t.groupId, t.at),
    index('decisions_ip').on(t.ip, t.at),
    check(
      'decisions_outcome',
      sql`${t.outcome} in ('allowed', 'denied') and (${t.outcome} = 'allowed') = (${t.code} = 'allowed')`,
    ),
  ],
);
