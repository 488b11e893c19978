import { and, eq, exists, inArray, isNull, not, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { KEYWARD_API, VERIFY_SCOPE } from '@/domain/base/built-ins';
import { letsScopePass } from '@/domain/decision/restriction-sql';

/** Methods that leave things as they are (RFC 9110 section 9.2.1). */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/** Ids of the scopes that hold an operation which changes something, or one of Keyward's own. */
export const powerfulScopes = (db: Queryable) =>
  db
    .select({ id: scopeOperations.scopeId })
    .from(scopeOperations)
    .innerJoin(operations, eq(operations.id, scopeOperations.operationId))
    .innerJoin(apis, eq(apis.id, operations.apiId))
    .innerJoin(scopes, eq(scopes.id, scopeOperations.scopeId))
    .where(
      and(
        // An action without a method may do anything.
        or(isNull(operations.method), notInArray(operations.method, SAFE_METHODS)),
        // Asking the verifier about tokens is no power over them.
        not(and(eq(apis.slug, KEYWARD_API), eq(scopes.name, VERIFY_SCOPE)) as SQL),
      ),
    );

/**
 * Whether the selected token holds a powerful scope: one that lets it change something, in an API or in
 * Keyward itself.
 */
export const isPowerful = (db: Queryable): SQL =>
  exists(
    db
      .select({ one: sql`1` })
      .from(groupScopes)
      .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
      .where(
        and(
          eq(groupScopes.groupId, tokens.groupId),
          inArray(groupScopes.scopeId, powerfulScopes(db)),
          letsScopePass(scopes.id, scopes.apiId),
        ),
      ),
  );
