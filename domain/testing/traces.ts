import { asc, eq, gt, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { auditEvents } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';

const CHANGEABLE = [
  ...['apis', 'operations', 'scopes', 'scope_operations', 'groups', 'group_scopes'],
  ...[
    'memberships',
    'service_owners',
    'identities',
    'passwords',
    'sessions',
    'setup_links',
    'tokens',
  ],
  ...['token_scopes', 'idempotency_keys', 'lost_events', 'notices'],
  ...['webhooks', 'webhook_deliveries', 'mail_state', 'anomaly_policy', 'anomalies'],
  ...['destinations', 'rotation_schedules', 'rotations', 'rotation_steps'],
  ...['review_campaigns', 'review_campaign_groups', 'reviews', 'review_entries'],
  'organisation_policy',
  'leak_policy',
  ...['retention_policy', 'decision_tombstones'],
  ...['trust_rules', 'trust_rule_scopes', 'spent_jwts', 'workload_tokens'],
  ...[
    'sso_providers',
    'sso_mappings',
    'sso_accounts',
    'sso_tries',
    'scim_links',
    'scim_users',
    'scim_groups',
    'scim_members',
    'scim_mappings',
    'sign_in_policy',
    'break_glass',
  ],
  ...['totp_secrets', 'recovery_codes', 'passkeys'],
  'requests',
  'saved_views',
  'attention_snoozes',
  ...['sinks', 'sink_positions'],
  ...['incidents', 'incident_entries'],
];

/** Some of all that can be changed, as a word for each table: what is written of every use is left out. */
export async function wordsOf(
  db: Queryable,
  tables: readonly string[] = CHANGEABLE,
): Promise<ReadonlyMap<string, string | null>> {
  if (tables.length === 0) return new Map();
  const words = tables.map(
    (table) =>
      sql`select ${table}::text as name, md5(string_agg((to_jsonb(t) - array['last_seen_at', 'checked_at'])::text, ',' order by to_jsonb(t)::text)) as word from ${sql.identifier(table)} t`,
  );
  const { rows } = await db.execute<{ name: string; word: string | null }>(
    // Postgres may read so many tables in parallel, in any order.
    sql`${sql.join(words, sql` union all `)} order by name`,
  );
  return new Map(rows.map(({ name, word }) => [name, word]));
}

/** All of it, as one word. */
export const fingerprint = async (db: Queryable): Promise<string> =>
  [...(await wordsOf(db))].map(([, word]) => word).join(' ');

/**
 * The tables of these that this transaction has touched, or tried to: Postgres counts it, what was rolled
 * back included. It tells in no time which of them can differ.
 */
export async function touchedTables(db: Queryable): Promise<string[]> {
  const { rows } = await db.execute<{ name: string }>(
    sql`select relname as name from pg_stat_xact_user_tables
      where relname = any(${sql.param(CHANGEABLE)}) and n_tup_ins + n_tup_upd + n_tup_del > 0`,
  );
  return rows.map(({ name }) => name);
}

/** The `seq` of the last event; 0 where there is none. */
export async function auditHead(db: Queryable): Promise<number> {
  const { rows } = await db.execute<{ seq: string }>(
    sql`select coalesce(max(seq), 0) as seq from audit_events`,
  );
  return Number(rows[0]?.seq);
}

export const eventsSince = (db: Queryable, seq: number) =>
  db.select().from(auditEvents).where(gt(auditEvents.seq, seq)).orderBy(asc(auditEvents.seq));

/** Who is in which group, and which tokens are revoked: what commands that end them must say of themselves. */
export async function standing(db: Queryable) {
  const revoked = await db
    .select({
      id: tokens.id,
      of: sql<string>`${tokens.groupId} || ' ' || ${tokens.identityId}`,
      endedWithMembership: tokens.endedWithMembership,
    })
    .from(tokens)
    .where(eq(tokens.state, 'revoked'));
  const members = await db
    .select({ of: sql<string>`${memberships.groupId} || ' ' || ${memberships.identityId}` })
    .from(memberships);
  return {
    revoked: new Map(revoked.map((token) => [token.id, token])),
    members: members.map(({ of }) => of).sort(),
  };
}
