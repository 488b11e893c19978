import { asc, gt, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { auditEvents } from '@/db/schema/history';

const CHANGEABLE = [
  ...['apis', 'operations', 'scopes', 'scope_operations', 'groups', 'group_scopes'],
  ...['memberships', 'identities', 'passwords', 'sessions', 'setup_links', 'tokens'],
  ...['token_scopes', 'idempotency_keys', 'lost_events', 'notices'],
  ...['webhooks', 'webhook_deliveries', 'mail_state'],
  ...['destinations', 'rotation_schedules', 'rotations', 'rotation_steps'],
  'organisation_policy',
  'leak_policy',
  ...['trust_rules', 'trust_rule_scopes', 'spent_jwts', 'workload_tokens'],
  ...[
    'sso_providers',
    'sso_mappings',
    'sso_accounts',
    'sso_tries',
    'sign_in_policy',
    'break_glass',
  ],
];

/** All that can be changed, as one word: what is written of every use is left out. */
export async function fingerprint(db: Queryable): Promise<string> {
  const words = CHANGEABLE.map(
    (table) =>
      sql`select md5(string_agg((to_jsonb(t) - array['last_seen_at', 'checked_at'])::text, ',' order by to_jsonb(t)::text)) as word from ${sql.identifier(table)} t`,
  );
  const { rows } = await db.execute<{ word: string | null }>(sql.join(words, sql` union all `));
  return rows.map(({ word }) => word).join(' ');
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
