import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { tokenScopes, tokens } from '@/db/schema/tokens';

/**
 * Whether the selected token, and each it was made from, lets a scope of its group through: what
 * `scopesWithin` says, as SQL. Inside a select of `tokens`.
 */
export const letsScopePass = (
  scopeId: SQLWrapper,
  apiId: SQLWrapper,
): SQL<boolean> => sql<boolean>`(
  (not ${tokens.restricted} or exists (select from ${tokenScopes} as cut
    where cut.token_id = ${tokens.id} and cut.scope_id = ${scopeId}))
  and (${tokens.parentId} is null or (coalesce(${tokens.onlyApiId} = ${apiId}, true)
    and not exists (select from ${tokens} as above where above.id = any(${tokens.ancestorIds})
      and (coalesce(above.only_api_id <> ${apiId}, false) or (above.restricted and not exists (
        select from ${tokenScopes} as cut where cut.token_id = above.id and cut.scope_id = ${scopeId})))))))`;
