import { type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { exactText } from '@/db/exact-text';
import { decisions } from '@/db/schema/history';
import type { BlastRadius, RadiusSubject } from './blast-radius';

/** Decisions that are looked at, the newest first: what bounds the statement, whoever it is about. */
export const MAX_RADIUS_ROWS = 20_000;
/** Of each list. */
const SHOWN = 10;
/** Busiest addresses, and the newest decisions from each, among which others are looked for. */
const MAX_ADDRESSES = 20;
const MAX_ROWS_AN_ADDRESS = 1_000;

type Summed = Omit<BlastRadius, 'subject' | 'from' | 'to'> & { lastName: string | null };

const spans = sql`sum(folded_count)::int as count,
  coalesce(sum(folded_count) filter (where outcome = 'denied'), 0)::int as denied,
  ${exactText(sql`min(at)`)} as first, ${exactText(sql`max(at)`)} as last`;

/** A list of the busiest: `{total, items}`. Columns and their names come from here alone. */
const busiest = (columns: SQL, by: SQL, where: SQL, named = by) => sql`(
  select json_build_object('total', coalesce(max(total), 0), 'items',
    coalesce(json_agg(to_jsonb(one) - 'total' - 'place' order by place), '[]'))
  from (
    select grouped.*, row_number() over (order by count desc, last desc, ${named}) as place
    from (select ${columns}, ${spans}, (count(*) over ())::int as total from seen where ${where} group by ${by}) grouped
    order by place limit ${SHOWN}
  ) one)`;

const nameOf = sql`(array_agg(token_name order by at desc))[1] as "tokenName",
  (array_agg(identity_id order by at desc))[1] as "identityId",
  (array_agg(identity_name order by at desc))[1] as "identityName",
  (array_agg(group_slug order by at desc))[1] as "groupSlug"`;

/** One statement: the newest decisions of the subject, summed up, and who else came from where it came from. */
export async function radiusQuery(
  db: Queryable,
  subject: RadiusSubject,
  within: SQL | undefined,
): Promise<Summed> {
  const { rows } = await db.execute<{ summed: Summed }>(sql`
    with newest as materialized (
      select ${decisions}.*, ${subject.name} as subject_name from ${decisions}
      where ${subject.own} and ${within}
      order by ${decisions.at} desc limit ${MAX_RADIUS_ROWS + 1}
    ),
    seen as materialized (select * from newest order by at desc limit ${MAX_RADIUS_ROWS}),
    busy as materialized (
      select ip from seen where ip is not null
      group by ip order by sum(folded_count) desc, ip limit ${MAX_ADDRESSES}
    ),
    beside as materialized (
      select near.*, count(*) over (partition by busy.ip) as rows_here from busy
      cross join lateral (
        select * from ${decisions}
        where address_of(${decisions.ip}) = address_of(busy.ip) and ${within}
        order by ${decisions.at} desc limit ${MAX_ROWS_AN_ADDRESS + 1}
      ) near
      where ${subject.others ? sql`true` : sql`false`}
    )
    select json_build_object(
      'maxRows', ${MAX_RADIUS_ROWS}::int,
      'isCapped', (select count(*) from newest) > ${MAX_RADIUS_ROWS},
      'lastName', (select subject_name from seen order by at desc limit 1),
      'count', (select coalesce(sum(folded_count), 0)::int from seen),
      'denied', (select coalesce(sum(folded_count), 0)::int from seen where outcome = 'denied'),
      'first', (select ${exactText(sql`min(at)`)} from seen),
      'last', (select ${exactText(sql`max(at)`)} from seen),
      'operations', ${busiest(sql`api, operation`, sql`api, operation`, sql`operation is not null`)},
      'targets', ${busiest(sql`api, method, path`, sql`api, method, path`, sql`path is not null`)},
      'addresses', ${busiest(sql`ip`, sql`ip`, sql`ip is not null`)},
      'agents', ${busiest(sql`user_agent as "userAgent"`, sql`user_agent`, sql`user_agent is not null`, sql`"userAgent"`)},
      'denials', ${busiest(sql`code`, sql`code`, sql`outcome = 'denied'`)},
      'tokens', ${busiest(sql`token_id as "tokenId", ${nameOf}`, sql`token_id`, sql`token_id is not null`, sql`"tokenId"`)},
      'others', json_build_object(
        'isCapped', (select coalesce(max(rows_here), 0) > ${MAX_ROWS_AN_ADDRESS} from beside),
        'items', (select coalesce(json_agg(one order by one.count desc, one.last desc), '[]') from (
          select token_id as "tokenId", ${nameOf}, array_agg(distinct ip) as ips, ${spans}
          from beside as decisions
          where token_id is not null and ${subject.others ?? sql`false`}
          group by token_id order by count desc, last desc limit ${SHOWN}
        ) one)
      )
    ) as summed`);
  const [row] = rows;
  if (!row) throw new Error('a sum has one row');
  return row.summed;
}
