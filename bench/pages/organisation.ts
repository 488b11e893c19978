import type pg from 'pg';
import { newId } from '@/domain/base/ids';
import { generateTokenSecret, hashTokenSecret, tokenHint } from '@/domain/base/token-format';
import { type BenchPostgres, startPostgres } from '../lib/postgres';
import { makeApi } from '../world/api';
import { makeServices, makeTokens } from '../world/tokens';

export const PEOPLE = 1_000;
export const GROUPS = 200;
const SERVICES = 400;
const GROUPS_OF_A_PERSON = 5;
const DECISIONS = 100_000;

/** An organisation's size in the database, with one of each thing that has a page. */
export interface Organisation {
  readonly postgres: BenchPostgres;
  readonly group: string;
  /** Leads that group. */
  readonly lead: string;
  readonly leadEmail: string;
  readonly person: string;
  readonly token: string;
}

const INSERT_PEOPLE = `insert into identities (id, type, name, email)
  select id, 'person', 'Person ' || number, 'person-' || number || '@example.com'
  from unnest($1::text[]) with ordinality as given (id, number)`;

// The first person of each group leads it; neighbours share groups, as teams do.
const INSERT_MEMBERSHIPS = `insert into memberships (group_id, identity_id, role, added_by, added_by_name)
  select g.id, p.id, case when step = 0 and p.number <= $3 then 'lead' else 'member' end, 'bench', 'bench'
  from unnest($1::text[]) with ordinality as p (id, number)
  cross join generate_series(0, $4::int - 1) as step
  join unnest($2::text[]) with ordinality as g (id, number)
    on g.number = 1 + (p.number - 1 + step * 37) % $3`;

const INSERT_TOKENS = `insert into tokens (id, kind, identity_id, identity_type, group_id, family_id,
    name, secret_sha256, first_4, last_4, state, expires_at, created_at, created_by, created_by_name)
  select id, 'personal', identity_id, 'person', group_id, family_id, 'laptop ' || number, hash,
    first_4, last_4, case when number % 10 = 0 then 'suspended' else 'active' end,
    now() + make_interval(hours => (number % 700)::int), now() - make_interval(mins => (number % 40000)::int),
    'bench', 'bench'
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::text[])
    with ordinality as given (id, identity_id, group_id, family_id, hash, first_4, last_4, number)`;

// Over the last day, most of them allowed.
const INSERT_DECISIONS = `insert into decisions (id, at, verifier, outcome, code, api, operation, token_id,
    token_name, identity_id, identity_name, group_id, group_slug, ip)
  select 'dec_' || lpad(number::text, 26, '0'), now() - make_interval(secs => number * 86000.0 / $1::int),
    'bench', case when number % 20 = 0 then 'denied' else 'allowed' end,
    case when number % 20 = 0 then 'operation_not_granted' else 'allowed' end, 'forge', 'listThings',
    t.id, t.name, t.identity_id, 'Person', t.group_id, 'team', '192.0.2.' || number % 250
  from generate_series(1, $1::int) as number
  join (select id, name, identity_id, group_id, row_number() over () as at from tokens) t
    on t.at = 1 + number % (select count(*) from tokens)`;

/** 1,000 people in 200 groups with an API of GitHub's size, and as many tokens as are asked for. */
export async function makeOrganisation(tokenCount: number): Promise<Organisation> {
  const postgres = await startPostgres();
  try {
    const { pool } = postgres;
    const { groups } = await makeApi(postgres.db, GROUPS, null);
    const groupIds = groups.map(({ id }) => id);
    const people = Array.from({ length: PEOPLE }, () => newId('identity'));
    await pool.query(INSERT_PEOPLE, [people]);
    await pool.query(INSERT_MEMBERSHIPS, [people, groupIds, GROUPS, GROUPS_OF_A_PERSON]);
    const services = await makeServices(pool, groupIds, SERVICES);
    await makeTokens(pool, services, tokenCount / 2);
    const personal = await makePersonalTokens(pool, people, groupIds, tokenCount / 2);
    await pool.query(INSERT_DECISIONS, [DECISIONS]);
    await postgres.analyze();
    const [[group], [lead], [token]] = [groupIds, people, personal];
    if (!group || !lead || !token) throw new Error('the organisation is empty');
    return { postgres, group, lead, leadEmail: 'person-1@example.com', person: lead, token };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Each acts for a person in a group that they are in. @returns their ids */
async function makePersonalTokens(
  pool: pg.Pool,
  people: readonly string[],
  groupIds: readonly string[],
  count: number,
): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, at) => {
    const person = at % people.length;
    const step = Math.floor(at / people.length) % GROUPS_OF_A_PERSON;
    const secret = generateTokenSecret('personal');
    return {
      ...{ id: newId('token'), family: newId('family'), hash: hashTokenSecret(secret) },
      ...{ identity: people[person], group: groupIds[(person + step * 37) % groupIds.length] },
      ...tokenHint(secret),
    };
  });
  await pool.query(INSERT_TOKENS, [
    rows.map(({ id }) => id),
    rows.map(({ identity }) => identity),
    rows.map(({ group }) => group),
    rows.map(({ family }) => family),
    rows.map(({ hash }) => hash),
    rows.map(({ first4 }) => first4),
    rows.map(({ last4 }) => last4),
  ]);
  return rows.map(({ id }) => id);
}
