import { type SQL, sql } from 'drizzle-orm';
import { apis, operations, scopeOperations } from '@/db/schema/apis';
import { passkeys, totpSecrets } from '@/db/schema/factors';
import { groupScopes, memberships } from '@/db/schema/groups';
import { identities, passwords, sessions } from '@/db/schema/identities';
import { signInPolicy } from '@/db/schema/sso';
import { PROOF_MINUTES } from './credential-facts';

/** What a session still owes before it opens anything. */
export type Owed = 'factor' | 'enrolment';

const lately = sql`now() - make_interval(mins => ${sql.raw(String(PROOF_MINUTES))})`;

/**
 * Holds for people with a passkey or an authenticator app. The app's secret counts once confirmed; a
 * copied passkey proves nothing and still counts, or whoever has the copy would need the password alone.
 */
export const hasFactor: SQL<boolean> = sql<boolean>`(
  exists (select 1 from ${passkeys} where ${passkeys.identityId} = ${identities.id})
  or exists (select 1 from ${totpSecrets} where ${totpSecrets.identityId} = ${identities.id} and ${totpSecrets.confirmedAt} is not null))`;

const isPrivileged = sql`exists (select 1 from ${memberships}
  join ${groupScopes} on ${groupScopes.groupId} = ${memberships.groupId}
  join ${scopeOperations} on ${scopeOperations.scopeId} = ${groupScopes.scopeId}
  join ${operations} on ${operations.id} = ${scopeOperations.operationId}
  join ${apis} on ${apis.id} = ${operations.apiId} and ${apis.slug} = 'keyward'
  where ${memberships.identityId} = ${identities.id}
    and (${memberships.expiresAt} is null or ${memberships.expiresAt} > now()))`;

/** Holds for people who must have a second factor by the organisation's policy, as it is now. */
export const mustHaveFactor: SQL<boolean> = sql<boolean>`(
  case (select ${signInPolicy.secondFactor} from ${signInPolicy})
    when 'nobody' then false when 'privileged' then ${isPrivileged} else true end)`;

const isByProvider = sql`(${sessions.ssoProviderId} is not null)`;
const takesProviderAtWord = sql`coalesce((select ${signInPolicy.acceptsProviderFactor} from ${signInPolicy}), false)`;

/**
 * What the session owes, asked at every request: a policy or factor that is new counts for sessions
 * that were there before. Whoever has a factor owes it after a password; after a provider's word, where
 * the policy asks for one of them.
 */
export const owed: SQL<Owed | null> = sql<Owed | null>`(case
  when ${sessions.secondFactor} is not null
    and (${sessions.secondFactor} <> 'provider' or ${takesProviderAtWord}) then null
  when not ${isByProvider} and ${hasFactor} then 'factor'
  when ${mustHaveFactor} then case when ${hasFactor} then 'factor' else 'enrolment' end
  end)`;

/** Whether they have proved who they are in the last ten minutes, by the database's clock. */
export const isProven: SQL<boolean> = sql<boolean>`coalesce(${sessions.provenAt} > ${lately}, false)`;

/** The same, or they have just come from a provider and have nothing else to prove it by. */
export const mayEnrol: SQL<boolean> = sql<boolean>`(${isProven} or (${sessions.createdAt} > ${lately}
  and ${isByProvider} and not ${hasFactor}
  and not exists (select 1 from ${passwords} where ${passwords.identityId} = ${identities.id})))`;

/** Holds for sessions that are open; `idleHours` is how long one may rest. */
export const isOpen = (idleHours: number): SQL =>
  sql`(${sessions.endedAt} is null and ${sessions.expiresAt} > now()
    and ${sessions.lastSeenAt} > now() - make_interval(hours => ${idleHours})
    and ${identities.state} = 'active')`;
