import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { createdAt, freeJson, freeText, instant } from './columns';
import { groups } from './groups';

/** What is reviewed, and how often: each time it opens a review. */
export const reviewCampaigns = pgTable(
  'review_campaigns',
  {
    id: text().primaryKey(),
    name: freeText().notNull(),
    /** Every group, those made later included; the chosen ones are in `review_campaign_groups`. */
    allGroups: boolean('all_groups').notNull(),
    repeats: text({ enum: ['once', 'monthly', 'quarterly', 'yearly'] }).notNull(),
    deadlineDays: integer('deadline_days').notNull(),
    /** What becomes of who isn't reviewed; null where it is as the organisation says then. */
    unreviewed: text({ enum: ['end', 'keep'] }),
    startsAt: instant('starts_at').notNull(),
    /** When the next review opens; null where none follows. */
    nextAt: instant('next_at'),
    endedAt: instant('ended_at'),
    createdBy: text('created_by').notNull(),
    createdByName: freeText('created_by_name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index('review_campaigns_next').on(t.nextAt).where(sql`${t.nextAt} is not null`),
    check(
      'review_campaigns_repeats',
      sql`${t.repeats} in ('once', 'monthly', 'quarterly', 'yearly')`,
    ),
    check('review_campaigns_unreviewed', sql`${t.unreviewed} in ('end', 'keep')`),
    check('review_campaigns_deadline', sql`${t.deadlineDays} between 1 and 60`),
    check('review_campaigns_ended', sql`${t.endedAt} is null or ${t.nextAt} is null`),
  ],
);

export const reviewCampaignGroups = pgTable(
  'review_campaign_groups',
  {
    campaignId: text('campaign_id')
      .notNull()
      .references(() => reviewCampaigns.id, { onDelete: 'cascade' }),
    groupId: text('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ columns: [t.campaignId, t.groupId] }),
    index('review_campaign_groups_group').on(t.groupId),
  ],
);

/** One time that a campaign was opened. */
export const reviews = pgTable(
  'reviews',
  {
    id: text().primaryKey(),
    campaignId: text('campaign_id')
      .notNull()
      .references(() => reviewCampaigns.id),
    /** Counts within the campaign, from 1. */
    number: integer().notNull(),
    name: freeText().notNull(),
    openedAt: instant('opened_at').notNull().defaultNow(),
    dueAt: instant('due_at').notNull(),
    unreviewed: text({ enum: ['end', 'keep'] }).notNull(),
    /** Days before the deadline of the last reminder. */
    remindedDays: integer('reminded_days'),
    closedAt: instant('closed_at'),
  },
  (t) => [
    unique('reviews_number').on(t.campaignId, t.number),
    index('reviews_open').on(t.dueAt).where(sql`${t.closedAt} is null`),
    check('reviews_unreviewed', sql`${t.unreviewed} in ('end', 'keep')`),
  ],
);

/**
 * A membership as it was when the review opened, what was decided of it, and what became of it. It is
 * evidence: it keeps labels, and outlives group and identity.
 */
export const reviewEntries = pgTable(
  'review_entries',
  {
    id: text().primaryKey(),
    reviewId: text('review_id')
      .notNull()
      .references(() => reviews.id),
    /** Counts within the review, from 1: by group, then by name. */
    position: integer().notNull(),
    groupId: text('group_id').notNull(),
    groupSlug: text('group_slug').notNull(),
    groupName: freeText('group_name').notNull(),
    controlsKeyward: boolean('controls_keyward').notNull(),
    identityId: text('identity_id').notNull(),
    identityType: text('identity_type', { enum: ['person', 'service'] }).notNull(),
    identityName: freeText('identity_name').notNull(),
    /** Email of a person, slug of a service account. */
    identityHandle: freeText('identity_handle').notNull(),
    role: text({ enum: ['member', 'lead'] }).notNull(),
    source: text({ enum: ['manual', 'sso', 'scim'] }).notNull(),
    /** Of the provider, where it is one's. */
    sourceName: freeText('source_name'),
    memberSince: instant('member_since').notNull(),
    addedByName: freeText('added_by_name').notNull(),
    expiresAt: instant('expires_at'),
    decision: text({ enum: ['keep', 'end', 'shorten'] }),
    /** The end date that it is shortened to. */
    until: instant('until'),
    note: freeText(),
    decidedBy: text('decided_by'),
    decidedByName: freeText('decided_by_name'),
    decidedAt: instant('decided_at'),
    /** As it was when it was decided. */
    evidence: freeJson(),
    outcome: text({ enum: ['kept', 'ended', 'shortened', 'at_provider', 'gone'] }),
    /** Why it is not as it was decided. */
    outcomeReason: freeText('outcome_reason'),
    settledAt: instant('settled_at'),
  },
  (t) => [
    unique('review_entries_position').on(t.reviewId, t.position),
    unique('review_entries_membership').on(t.reviewId, t.groupId, t.identityId),
    index('review_entries_open').on(t.reviewId, t.groupId).where(sql`${t.settledAt} is null`),
    check('review_entries_decision', sql`${t.decision} in ('keep', 'end', 'shorten')`),
    check(
      'review_entries_until',
      sql`(${t.decision} is not distinct from 'shorten') = (${t.until} is not null)`,
    ),
    check(
      'review_entries_decided',
      sql`(${t.decision} is null) = (${t.decidedAt} is null) and (${t.decision} is null) = (${t.decidedBy} is null)`,
    ),
    check('review_entries_settled', sql`(${t.outcome} is null) = (${t.settledAt} is null)`),
    check(
      'review_entries_outcome',
      sql`${t.outcome} in ('kept', 'ended', 'shortened', 'at_provider', 'gone')`,
    ),
  ],
);
