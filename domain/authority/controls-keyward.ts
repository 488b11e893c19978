import { type Column, type SQL, sql } from 'drizzle-orm';
import { apis, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { KEYWARD_API } from '@/domain/base/built-ins';

/** Whether the members and tokens of a group hold rights on the control plane itself; inside `subquery`. */
export const controlsKeyward = (groupId: Column): SQL<boolean> =>
  sql<boolean>`exists (select from ${groupScopes} join ${scopes} on ${scopes.id} = ${groupScopes.scopeId}
    join ${apis} on ${apis.id} = ${scopes.apiId} where ${groupScopes.groupId} = ${groupId} and ${apis.slug} = ${KEYWARD_API})`;
