import { type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { tokenNetworks } from '@/db/schema/anomalies';
import { inPortion, type Portion } from './portion';

/** What a network is that nobody was in for so long. */
const FORGOTTEN_DAYS = 90;

/** A network that a token was allowed from, in some portion; the times are exact, as Postgres writes them. */
export interface UsedNetwork {
  readonly token: string;
  readonly network: string;
  readonly first: string;
  readonly last: string;
}

const network = (ip: unknown) => sql`(with written as (select address_of(${ip}) as address)
  select network(set_masklen(address, case family(address) when 4 then 24 else 48 end))::text from written)`;

/** From where tokens were allowed in a portion. */
export async function readUsedNetworks(db: Queryable, portion: Portion): Promise<UsedNetwork[]> {
  const { rows } = await db.execute<UsedNetwork & Record<string, unknown>>(sql`
    select token, network, min(first_at)::text as first, max(last_at)::text as last from (
      select token_id as token, ${network(sql`ip`)} as network, min(at) as first_at, max(at) as last_at
      from ${inPortion(portion)} as new
      where outcome = 'allowed' and token_id is not null and ip is not null
      group by token_id, ip) as used
    where network is not null
    group by 1, 2 order by 1, 2`);
  return rows;
}

/** The same as a table of `token_id, network, first_at, last_at`. */
export function asTable(used: readonly UsedNetwork[]): SQL {
  const column = (name: keyof UsedNetwork) => sql.param(used.map((one) => one[name]));
  return sql`unnest(${column('token')}::text[], ${column('network')}::text[],
    ${column('first')}::timestamptz[], ${column('last')}::timestamptz[])
    as used (token_id, network, first_at, last_at)`;
}

/** Adds where tokens were allowed from. Twice is as good as once. */
export async function learnNetworks(db: Queryable, used: readonly UsedNetwork[]): Promise<void> {
  if (used.length === 0) return;
  await db.execute(sql`
    insert into ${tokenNetworks} as kept (token_id, network, first_seen_at, last_seen_at)
    select token_id, network, first_at, last_at from ${asTable(used)}
    on conflict (token_id, network) do update set
      first_seen_at = least(kept.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(kept.last_seen_at, excluded.last_seen_at)
      where excluded.last_seen_at > kept.last_seen_at or excluded.first_seen_at < kept.first_seen_at`);
}

export async function forgetNetworks(db: Queryable): Promise<void> {
  await db.execute(sql`delete from ${tokenNetworks}
    where last_seen_at < now() - make_interval(days => ${FORGOTTEN_DAYS})`);
}
