import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, freeJson, freeText, instant } from './columns';

/** Which anomalies are told, from where on, and how far the decisions have been looked at; in one row. */
export const anomalyPolicy = pgTable(
  'anomaly_policy',
  {
    id: integer().primaryKey().default(1),
    tellsNewNetworks: boolean('tells_new_networks').notNull().default(true),
    /** For how long a token's networks must have been known. */
    historyDays: integer('history_days').notNull().default(7),
    tellsDeniedSpikes: boolean('tells_denied_spikes').notNull().default(true),
    /** Denials on a day, and how many times the usual number they must be. */
    spikeMinimum: integer('spike_minimum').notNull().default(100),
    spikeFactor: integer('spike_factor').notNull().default(10),
    tellsStoppedUses: boolean('tells_stopped_uses').notNull().default(true),
    tellsSpread: boolean('tells_spread').notNull().default(true),
    /** Networks that one token is used from within so many minutes. */
    spreadNetworks: integer('spread_networks').notNull().default(10),
    spreadMinutes: integer('spread_minutes').notNull().default(10),
    /** For how long the same of the same token is not told again. */
    quietDays: integer('quiet_days').notNull().default(7),
    /** By verifier, the last of its batches that was looked at; null before the first look. */
    place: freeJson(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    check('anomaly_policy_single', sql`${t.id} = 1`),
    check(
      'anomaly_policy_bounds',
      sql`${t.historyDays} > 0 and ${t.spikeMinimum} > 0 and ${t.spikeFactor} > 1 and ${t.spreadNetworks} > 1 and ${t.spreadMinutes} > 0 and ${t.quietDays} > 0`,
    ),
  ],
);

/** The networks that a token was allowed from: /24 of IPv4, /48 of IPv6. */
export const tokenNetworks = pgTable(
  'token_networks',
  {
    tokenId: text('token_id').notNull(),
    network: freeText().notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tokenId, t.network] }),
    index('token_networks_last').on(t.lastSeenAt),
  ],
);

/** What was told of a token or a group, until somebody has seen to it. No foreign key: see `history.ts`. */
export const anomalies = pgTable(
  'anomalies',
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    subjectType: text('subject_type', { enum: ['token', 'group'] }).notNull(),
    subjectId: text('subject_id').notNull(),
    subjectName: freeText('subject_name').notNull(),
    /** Of the secret of a token; null of a group. */
    last4: text('last_4'),
    /** Where a token acts, or the group itself: its leads see it. */
    groupId: text('group_id').notNull(),
    /** Where a token acts; null of a group itself. */
    groupName: freeText('group_name'),
    /** Its kind, whom it is about, and the day or network: the same is told once. */
    onceKey: freeText('once_key').notNull().unique(),
    /** What its words are made of; never a secret. */
    facts: freeJson().notNull(),
    /** When the decisions were that show it. */
    seenFrom: instant('seen_from').notNull(),
    seenTo: instant('seen_to').notNull(),
    /** Ids of the people who were told. */
    told: text().array().notNull(),
    createdAt: createdAt(),
    dismissedAt: instant('dismissed_at'),
    dismissedBy: text('dismissed_by'),
    dismissedByName: freeText('dismissed_by_name'),
  },
  (t) => [
    index('anomalies_open').on(t.id).where(sql`${t.dismissedAt} is null`),
    index('anomalies_subject').on(t.subjectId, t.kind, t.createdAt),
    index('anomalies_group').on(t.groupId, t.id),
    index('anomalies_created').on(t.createdAt),
    check('anomalies_subject_type', sql`${t.subjectType} in ('token', 'group')`),
    check('anomalies_dismissed', sql`(${t.dismissedAt} is null) = (${t.dismissedBy} is null)`),
  ],
);
