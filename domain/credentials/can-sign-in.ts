import { type Column, type SQL, sql } from 'drizzle-orm';
import { passkeys } from '@/db/schema/factors';
import { passwords } from '@/db/schema/identities';
import { breakGlass, signInPolicy, ssoAccounts, ssoProviders } from '@/db/schema/sso';

/** Holds for people whose password or passkey lets them in: everybody's, or break-glass administrators'. */
const byOwnMeans = (identityId: Column): SQL =>
  sql`((exists (select 1 from ${passwords} where ${passwords.identityId} = ${identityId})
      or exists (select 1 from ${passkeys}
        where ${passkeys.identityId} = ${identityId} and ${passkeys.clonedAt} is null))
    and (exists (select 1 from ${signInPolicy} where ${signInPolicy.localSignIn} = 'everyone')
      or exists (select 1 from ${breakGlass} where ${breakGlass.identityId} = ${identityId})))`;

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
