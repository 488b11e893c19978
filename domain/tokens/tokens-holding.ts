import { and, desc, eq, inArray, or } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { countTokens, selectTokens, tokenStatus, WORKING_STATUSES } from './token-view';

const MOST = 200;

/** Tokens of a group that work now and are not cut down past all of these scopes. */
export async function tokensHolding(db: Queryable, groupId: string, scopeIds: readonly string[]) {
  const where = and(
    eq(tokens.groupId, groupId),
    inArray(tokenStatus, WORKING_STATUSES),
    or(
      eq(tokens.restricted, false),
      inArray(
        tokens.id,
        db
          .select({ id: tokenScopes.tokenId })
          .from(tokenScopes)
          .where(inArray(tokenScopes.scopeId, [...scopeIds])),
      ),
    ),
  );
  const rows = await selectTokens(db).where(where).orderBy(desc(tokens.id)).limit(MOST);
  return {
    tokenCount: await countTokens(db, where),
    tokens: rows.map(({ token, status, identity }) => ({
      id: token.id,
      name: token.name,
      status,
      identity: { id: identity.id, name: identity.name },
    })),
  };
}
