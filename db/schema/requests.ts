import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, freeJson, freeText, instant } from './columns';

/**
 * What somebody asked for and another decides: `access` to a group, or a privileged `change` that waits
 * for a second administrator. Labels instead of foreign keys: it outlives its subjects.
 */
export const requests = pgTable(
  'requests',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['access', 'change'] }).notNull(),
    state: text({ enum: ['open', 'approved', 'denied', 'withdrawn', 'expired'] })
      .notNull()
      .default('open'),
    requesterType: text('requester_type', { enum: ['person', 'service'] }).notNull(),
    requesterId: text('requester_id').notNull(),
    requesterName: freeText('requester_name').notNull(),
    /** The person who asks: of a service account, who minted its token. Null where none did. */
    personId: text('person_id'),
    viaType: text('via_type').notNull(),
    viaId: text('via_id'),
    ip: freeText(),
    /** The group that is asked for, or that the change is about. */
    groupId: text('group_id'),
    groupName: freeText('group_name'),
    /** The operations that were asked for by name, `api operation`. */
    operations: freeText().array().notNull().default(sql`'{}'`),
    /** Why, or what the change does in a line. */
    reason: freeText().notNull(),
    wishedUntil: instant('wished_until'),
    /** Of access that they have already: its end as they asked for a later one. */
    extendsFrom: instant('extends_from'),
    /** Of a change: the request for access that it fulfils. */
    fulfils: text(),
    /** Of a change: `items`, each an operation and its input, in order. */
    steps: freeJson(),
    /** Of a change: `items`, what the log would say of each. Carried out it says the same, or it isn't. */
    effects: freeJson(),
    /** Of a change: `items`, the privileged rights that it gives. */
    gains: freeJson(),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
    decidedAt: instant('decided_at'),
    decidedBy: text('decided_by'),
    decidedByName: freeText('decided_by_name'),
    decisionReason: freeText('decision_reason'),
    grantedUntil: instant('granted_until'),
  },
  (t) => [
    index('requests_person').on(t.personId, t.id),
    index('requests_group').on(t.groupId, t.id),
    index('requests_open').on(t.expiresAt).where(sql`${t.state} = 'open'`),
    uniqueIndex('requests_open_access')
      .on(t.requesterId, t.groupId)
      .where(sql`${t.state} = 'open' and ${t.kind} = 'access'`),
    check('requests_kind', sql`${t.kind} in ('access', 'change')`),
    check(
      'requests_state',
      sql`${t.state} in ('open', 'approved', 'denied', 'withdrawn', 'expired')`,
    ),
    check('requests_decided', sql`(${t.state} = 'open') = (${t.decidedAt} is null)`),
    check('requests_change', sql`(${t.kind} = 'change') = (${t.steps} is not null)`),
    check('requests_extends', sql`${t.extendsFrom} is null or ${t.kind} = 'access'`),
    check('requests_access', sql`${t.kind} = 'change' or ${t.groupId} is not null`),
  ],
);
