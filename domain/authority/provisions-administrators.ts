import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { organisationPolicy } from '@/db/schema/organisation';
import { scimGroups, scimMappings } from '@/db/schema/scim';
import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { controlsKeyward } from './controls-keyward';

/**
 * Whether an identity is a SCIM client that a second administrator has let say who controls Keyward.
 * Whoever holds a token of it could push a second account of their own, and be both pairs of eyes.
 */
export const provisionsAdministrators = (identityId: SQLWrapper | string): SQL<boolean> =>
  sql<boolean>`(coalesce((select ${organisationPolicy.approvePrivileged} from ${organisationPolicy}), false)
    and exists (select from ${scimGroups} join ${scimMappings} on ${scimMappings.scimGroupId} = ${scimGroups.id}
      where ${scimGroups.clientId} = ${identityId} and ${controlsKeyward(scimMappings.groupId)}))`;

/** So each token of it waits for a second person, and so does each rule that gives one. */
export async function tokensNeedSecondPerson(db: Queryable, identityId: string): Promise<boolean> {
  const { rows } = await db.execute<{ needs: boolean }>(
    sql`select ${provisionsAdministrators(identityId)} as needs`,
  );
  return rows[0]?.needs === true;
}

/** Refuses a secret of such an account that nobody approves; its own holder may renew what they have. */
export async function refuseUnseenSecret(
  db: Queryable,
  actor: Pick<Actor, 'id'>,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<Refusal | null> {
  if (actor.id === id || !(await tokensNeedSecondPerson(db, id))) return null;
  return refuse(
    'forbidden',
    'second_person',
    `${name} provisions who controls Keyward: create another token for it, which a second person approves.`,
  );
}
