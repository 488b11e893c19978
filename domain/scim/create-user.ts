import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { scimLinks, scimUsers } from '@/db/schema/scim';
import { newId } from '@/domain/base/ids';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { provisions } from './client-right';
import { externalIdOf, personFor, updatePerson } from './person';
import { presentUser } from './present';
import { type Resource, readResource, requireAttributes, stored } from './resource';
import { USER_TYPE } from './schemas';
import { reading } from './scim-problem';
import { setActive } from './set-active';
import { sentBody, shownResource } from './targets';

export const USER_NAME_TAKEN = {
  path: 'userName',
  message: 'The client has a user of this name already.',
};

/** Makes a user of a client: a new person, or one that the client had before. In no group by that. */
export const createUser = defineCommand({
  operation: 'scim.createUser',
  summary: 'Provision a person',
  input: z.object({ resource: sentBody() }),
  output: z.object({ resource: shownResource(), identity: z.string() }),
  conflicts: { scim_users_user_name: USER_NAME_TAKEN, identities_email: USER_NAME_TAKEN },
  target: () => everything('scimUser'),
  permit: provisions,
  async run({ tx, actor, input, request }) {
    const read = reading(() =>
      requireAttributes(USER_TYPE, readResource(USER_TYPE, input.resource)),
    );
    if (isRefusal(read)) return read;
    const resource: Resource = { ...read, active: read.active ?? true };
    if (await isTaken(tx, actor.id, String(resource.userName))) {
      return refuse('conflict', 'scim_uniqueness', USER_NAME_TAKEN.message);
    }
    const person = await personFor(tx, actor, resource);
    if (isRefusal(person)) return person;
    const { identity, isNew, released } = person;
    const now = isNew ? identity : await updatePerson(tx, actor.id, identity, resource);
    if (isRefusal(now)) return now;
    const id = newId('scimUser');
    const names = { userName: String(resource.userName), externalId: externalIdOf(resource) };
    const active = resource.active !== false;
    const own = { clientId: actor.id, identityId: identity.id };
    await tx.insert(scimUsers).values({ id, ...own, ...names, active, resource: stored(resource) });
    await tx
      .update(scimLinks)
      .set(names)
      .where(and(eq(scimLinks.clientId, actor.id), eq(scimLinks.identityId, identity.id)));
    const activity = await setActive(tx, { actor, request, identityId: identity.id, active });
    if (isRefusal(activity)) return activity;
    return {
      value: { resource: await presentUser(tx, id), identity: identity.id },
      audit: {
        target: { type: 'identity', id: identity.id, name: now.name },
        after: {
          ...{ user: id, client: actor.name, ...names, active, isNew },
          ...{ name: now.name, email: now.email, ...activity },
          ...(released.length > 0 && { addressTakenFrom: released.map((one) => ({ ...one })) }),
        },
        affects: [
          ...(isNew && activity === null ? [] : [identity.id]),
          ...released.map(({ id: former }) => former),
        ],
      },
    };
  },
});

/** A name is the same in any case (RFC 7643, section 4.1.1). */
export async function isTaken(
  tx: Transaction,
  clientId: string,
  userName: string,
  exceptId = '',
): Promise<boolean> {
  const same = and(
    eq(scimUsers.clientId, clientId),
    eq(sql`lower(${scimUsers.userName})`, sql`lower(${userName})`),
    sql`${scimUsers.id} <> ${exceptId}`,
  );
  return (await tx.$count(scimUsers, same)) > 0;
}
