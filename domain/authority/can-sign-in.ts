import { type Column, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { passkeys } from '@/db/schema/factors';
import { groups, memberships } from '@/db/schema/groups';
import { passwords } from '@/db/schema/identities';
import { breakGlass, signInPolicy, ssoAccounts, ssoProviders } from '@/db/schema/sso';
import { ADMINISTRATORS } from '@/domain/base/built-ins';

/** What somebody's own password or passkey is good for: see `localSignIn`. */
export type LocalSignIn = 'usual' | 'break-glass' | 'off';

const isOff = sql`coalesce((select ${signInPolicy.localSignIn} from ${signInPolicy}) = 'break-glass', false)`;

const breaksGlass = (identityId: Column | SQL): SQL =>
  sql`exists (select 1 from ${breakGlass}
    join ${memberships} on ${memberships.identityId} = ${breakGlass.identityId}
      and (${memberships.expiresAt} is null or ${memberships.expiresAt} > now())
    join ${groups} on ${groups.id} = ${memberships.groupId} and ${groups.slug} = ${ADMINISTRATORS}
    where ${breakGlass.identityId} = ${identityId})`;

/**
 * The one rule for passwords and passkeys: good as usual, for nothing, or, where the organisation has
 * switched them off, for those it names who are administrators.
 */
const localSignIn = (identityId: Column | SQL): SQL<LocalSignIn> =>
  sql<LocalSignIn>`(case when not ${isOff} then 'usual'
    when ${breaksGlass(identityId)} then 'break-glass' else 'off' end)`;

/** Holds for people whose password or passkey lets them in. */
const byOwnMeans = (identityId: Column): SQL =>
  sql`((exists (select 1 from ${passwords} where ${passwords.identityId} = ${identityId})
      or exists (select 1 from ${passkeys}
        where ${passkeys.identityId} = ${identityId} and ${passkeys.clonedAt} is null))
    and ${localSignIn(identityId)} <> 'off')`;

/** Holds for people who have signed in with a provider that is there and lets in. */
export const byProvider = (identityId: Column): SQL =>
  sql`exists (select 1 from ${ssoAccounts} join ${ssoProviders}
    on ${ssoProviders.issuer} = ${ssoAccounts.issuer} and ${ssoProviders.enabled}
    where ${ssoAccounts.identityId} = ${identityId} and ${ssoAccounts.lastSignInAt} is not null)`;

/**
 * Holds for people who have a way to sign in, `identityId` being the column with their id. Another way
 * joins here and nowhere else.
 */
export const canSignIn = (identityId: Column): SQL =>
  sql`(${byOwnMeans(identityId)} or ${byProvider(identityId)})`;

/** What a right password, or a passkey, is good for. */
export async function localSignInOf(db: Queryable, identityId: string): Promise<LocalSignIn> {
  const { rows } = await db.execute<{ way: LocalSignIn }>(
    sql`select ${localSignIn(sql`${identityId}::text`)} as way`,
  );
  return rows[0]?.way ?? 'off';
}

/** Whether passwords are switched off for everybody but break-glass administrators. */
export async function isLocalSignInOff(db: Queryable): Promise<boolean> {
  const { rows } = await db.execute<{ off: boolean }>(sql`select ${isOff} as off`);
  return rows[0]?.off ?? false;
}
