import type pg from 'pg';
import { newId } from '@/domain/base/ids';
import { generateTokenSecret, hashTokenSecret, tokenHint } from '@/domain/base/token-format';

const BATCH = 5_000;

export interface BenchToken {
  readonly id: string;
  readonly secret: string;
  readonly groupId: string;
}

const INSERT_IDENTITIES = `insert into identities (id, type, name, slug)
  select id, 'service', 'robot ' || number, 'robot-' || id_part
  from unnest($1::text[], $2::int[], $3::text[]) as given (id, number, id_part)`;
const INSERT_MEMBERSHIPS = `insert into memberships (group_id, identity_id, added_by, added_by_name)
  select group_id, id, 'bench', 'bench' from unnest($1::text[], $2::text[]) as given (id, group_id)`;

/** Service accounts, each in one of the groups in turn. */
export async function makeServices(pool: pg.Pool, groupIds: readonly string[], count: number) {
  const services = Array.from({ length: count }, (_, at) => ({
    id: newId('identity'),
    groupId: groupIds[at % groupIds.length] as string,
  }));
  const ids = services.map(({ id }) => id);
  const numbers = services.map((_, at) => at);
  const slugs = ids.map((id) => id.slice(4));
  await pool.query(INSERT_IDENTITIES, [ids, numbers, slugs]);
  await pool.query(INSERT_MEMBERSHIPS, [ids, services.map(({ groupId }) => groupId)]);
  return services;
}

const INSERT_TOKENS = `insert into tokens (id, kind, identity_id, identity_type, group_id, family_id,
    name, secret_sha256, first_4, last_4, expires_at, created_by, created_by_name)
  select id, 'service', identity_id, 'service', group_id, family_id, 'deploy robot', hash, first_4,
    last_4, now() + interval '7 days', 'bench', 'bench'
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::text[])
    as given (id, identity_id, group_id, family_id, hash, first_4, last_4)`;

/** Tokens of the services in turn, straight into the table: a command each would take minutes. */
export async function makeTokens(
  pool: pg.Pool,
  services: readonly { id: string; groupId: string }[],
  count: number,
): Promise<BenchToken[]> {
  const tokens: BenchToken[] = [];
  while (tokens.length < count) {
    const rows = Array.from({ length: Math.min(BATCH, count - tokens.length) }, (_, at) => {
      const service = services[(tokens.length + at) % services.length];
      if (service === undefined) throw new Error('tokens need a service account');
      const secret = generateTokenSecret('service');
      const hash = hashTokenSecret(secret);
      return { id: newId('token'), secret, hash, service, ...tokenHint(secret) };
    });
    await pool.query(INSERT_TOKENS, [
      rows.map(({ id }) => id),
      rows.map(({ service }) => service.id),
      rows.map(({ service }) => service.groupId),
      rows.map(() => newId('family')),
      rows.map(({ hash }) => hash),
      rows.map(({ first4 }) => first4),
      rows.map(({ last4 }) => last4),
    ]);
    tokens.push(
      ...rows.map(({ id, secret, service }) => ({ id, secret, groupId: service.groupId })),
    );
  }
  return tokens;
}
