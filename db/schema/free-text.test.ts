import { is } from 'drizzle-orm';
import { getTableConfig, type PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import * as schema from './index';

const SECRET = 'kwp_0123456789ABCDEFGHIJKLMNOPQRST4RaUPH';

/** Columns whose texts Keyward makes itself, or that a constraint or a closed set keeps in shape. */
const OWN_TEXTS = new Set([
  'apis.slug',
  'groups.slug',
  'identities.slug',
  'trust_rules.slug',
  'sso_providers.slug',
  'sso_providers.scopes',
  'sso_providers.secret_sealed',
  'groups.allowed_cidrs',
  'organisation_policy.allowed_cidrs',
  'tokens.ancestor_ids',
  'tokens.allowed_cidrs',
  'tokens.first_4',
  'tokens.last_4',
  'operations.source',
  'passwords.hash',
  'idempotency_keys.operation',
  'idempotency_keys.secret_salt',
  'setup_links.maker_operations',
  'audit_events.actor_type',
  'audit_events.via_type',
  'audit_events.target_type',
  'audit_events.group_slug',
  'audit_events.affects',
  'audit_events.prev_hash',
  'audit_events.hash',
  'audit_head.hash',
  'feed_consumers.name',
  'feed_consumers.hash',
  'lost_events.hash',
  'lost_events.action',
  'lost_events.affects',
  'audit_checkpoints.hash',
  'audit_checkpoints.signature',
  'decision_batches.root',
  'decision_batches.prev_hash',
  'decision_batches.hash',
  'decision_heads.hash',
  'decision_checkpoints.hash',
  'decision_checkpoints.signature',
  'decision_tombstones.signature',
  'decisions.code',
  'anomalies.kind',
  'anomalies.last_4',
  'anomalies.told',
  'attention_snoozes.kind',
  'notices.kind',
  'notices.about_type',
  'webhooks.topics',
  'webhooks.group_ids',
  'webhooks.secret_sealed',
  'webhooks.previous_sealed',
  'webhook_deliveries.topic',
  'decisions.group_slug',
  'destinations.group_ids',
  'review_entries.group_slug',
  'rotations.secret_sealed',
  'totp_secrets.sealed',
  'passkeys.public_key',
  'passkeys.transports',
  'passkey_challenges.challenge',
  'requests.via_type',
  'requests.fulfils',
]);
const ID_OR_DIGEST = /(^|_)(id|by|sha256|salt)$/;

const columns = Object.values(schema)
  .filter((table) => is(table, PgTable))
  .flatMap((table) => {
    const { name, columns: all } = getTableConfig(table);
    return all.map((column) => ({ place: `${name}.${column.name}`, column }));
  });
const isText = ({ column }: { column: PgColumn }) => /^(text|jsonb)/.test(column.getSQLType());
const stored = (column: PgColumn, value: unknown) =>
  JSON.stringify(column.mapToDriverValue(column.dataType === 'array' ? [value] : value));

describe('a column of texts', () => {
  it.each(columns.filter(isText).map(({ place, column }) => [place, column] as const))(
    '%s stores no secret, or holds nothing that somebody typed or sent',
    (place, column) => {
      const isOwn =
        column.enumValues !== undefined || ID_OR_DIGEST.test(column.name) || OWN_TEXTS.has(place);
      if (isOwn) return;
      const value = column.getSQLType() === 'jsonb' ? { [SECRET]: [SECRET] } : SECRET;
      expect(stored(column, value)).not.toContain(SECRET.slice(4));
      expect(stored(column, value)).toContain('withheld');
    },
  );

  it('is listed as Keyward’s own only while it exists', () => {
    const places = columns.map(({ place }) => place);
    expect([...OWN_TEXTS].filter((place) => !places.includes(place))).toEqual([]);
  });
});
