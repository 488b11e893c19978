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
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { createdAt, freeJson, freeText, instant } from './columns';
import { groups } from './groups';
import { identities } from './identities';

/**
 * Whom a provisioning client may act on: people it made, and those an administrator let it have. It
 * outlives the client's own resource: who comes back is the same person.
 */
export const scimLinks = pgTable(
  'scim_links',
  {
    /** The identity whose token provisions. */
    clientId: text('client_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    identityId: text('identity_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    /** By what the client called them last. */
    userName: freeText('user_name'),
    externalId: freeText('external_id'),
    /** The administrator who let the client have somebody who was here before; null whom it made. */
    allowedBy: text('allowed_by'),
    allowedByName: freeText('allowed_by_name'),
    /** It was the client that suspended them: only then may it resume them. */
    deactivated: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.clientId, t.identityId] }),
    index('scim_links_identity').on(t.identityId),
  ],
);

/** A SCIM User of a client. */
export const scimUsers = pgTable(
  'scim_users',
  {
    id: text().primaryKey(),
    clientId: text('client_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    identityId: text('identity_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    userName: freeText('user_name').notNull(),
    externalId: freeText('external_id'),
    active: boolean().notNull().default(true),
    /** All that the client has set, by the names of the schemas. */
    resource: freeJson().notNull(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('scim_users_user_name').on(t.clientId, sql`lower(${t.userName})`),
    unique('scim_users_identity').on(t.clientId, t.identityId),
    index('scim_users_external_id').on(t.clientId, t.externalId),
    index('scim_users_of_identity').on(t.identityId),
  ],
);

/** A group that a client pushes. It opens nothing until an administrator maps it. */
export const scimGroups = pgTable(
  'scim_groups',
  {
    id: text().primaryKey(),
    clientId: text('client_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    displayName: freeText('display_name').notNull(),
    externalId: freeText('external_id'),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('scim_groups_client').on(t.clientId, t.id)],
);

export const scimMembers = pgTable(
  'scim_members',
  {
    groupId: text('group_id')
      .notNull()
      .references(() => scimGroups.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => scimUsers.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.groupId, t.userId] }), index('scim_members_user').on(t.userId)],
);

/** Who is in a pushed group is in one of ours. */
export const scimMappings = pgTable(
  'scim_mappings',
  {
    scimGroupId: text('scim_group_id')
      .notNull()
      .references(() => scimGroups.id, { onDelete: 'cascade' }),
    groupId: text('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    role: text({ enum: ['member', 'lead'] })
      .notNull()
      .default('member'),
    createdBy: text('created_by').notNull(),
    createdByName: freeText('created_by_name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.scimGroupId, t.groupId] }),
    index('scim_mappings_group').on(t.groupId),
    check('scim_mappings_role', sql`${t.role} in ('member', 'lead')`),
  ],
);

/**
 * What was last wrong with what a client sent: one line for each of its groups, and one, with an empty
 * `pushedId`, for all else. A push that succeeds takes the line of its group away.
 */
export const scimProblems = pgTable(
  'scim_problems',
  {
    clientId: text('client_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    pushedId: text('pushed_id').notNull().default(''),
    /** `PATCH /Groups/scg_…` */
    request: freeText().notNull(),
    detail: freeText().notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.clientId, t.pushedId] })],
);
