import { sql } from 'drizzle-orm';
import { apis, scopes } from '@/db/schema/apis';
import { groupScopes, groups } from '@/db/schema/groups';
import { organisationPolicy } from '@/db/schema/organisation';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { DELEGATORS, type Delegators } from '@/domain/policy/effective';

const controlsKeyward = sql`exists (select from ${groupScopes}
  join ${scopes} on ${scopes.id} = ${groupScopes.scopeId} join ${apis} on ${apis.id} = ${scopes.apiId}
  where ${groupScopes.groupId} = ${groups.id} and ${apis.slug} = ${KEYWARD_API})`;

/** Who may delegate in the joined group, under the organisation's ceiling: `delegatorsOf`, as SQL. */
export const whoMayDelegateNow = sql<Delegators>`(select stricter.who
  from unnest(array[${sql.join(
    DELEGATORS.map((who) => sql`${who}`),
    sql`, `,
  )}]::text[]) with ordinality as stricter(who, place)
  where stricter.who in ((select ${organisationPolicy.whoMayDelegate} from ${organisationPolicy}),
    coalesce(${groups.whoMayDelegate}, case when ${controlsKeyward} then 'nobody' else 'members' end))
  order by stricter.place limit 1)`;
