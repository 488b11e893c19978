import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { breakGlass, signInPolicy } from '@/db/schema/sso';
import { ADMINISTRATORS } from '@/domain/base/built-ins';

/** Whether passwords are switched off for everybody but break-glass administrators. */
export async function isLocalSignInOff(db: Queryable): Promise<boolean> {
  const [policy] = await db.select().from(signInPolicy);
  return policy?.localSignIn === 'break-glass';
}

/** What a right password is good for: as usual, as a break-glass administrator's, or nothing. */
export async function localSignInOf(
  db: Queryable,
  identityId: string,
): Promise<'usual' | 'break-glass' | 'off'> {
  if (!(await isLocalSignInOff(db))) return 'usual';
  const named = await db
    .select({ id: breakGlass.identityId })
    .from(breakGlass)
    .innerJoin(memberships, eq(memberships.identityId, breakGlass.identityId))
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .where(
      and(
        eq(breakGlass.identityId, identityId),
        eq(groups.slug, ADMINISTRATORS),
        or(isNull(memberships.expiresAt), gt(memberships.expiresAt, sql`now()`)),
      ),
    );
  return named.length > 0 ? 'break-glass' : 'off';
}
