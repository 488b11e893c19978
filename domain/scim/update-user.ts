import { isDeepStrictEqual } from 'node:util';
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { scimLinks, scimUsers } from '@/db/schema/scim';
import { isRefusal, notFound, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { findIdentity } from '@/domain/targets/find-identity';
import { applyPatch } from './apply-patch';
import { provisionsOwn } from './client-right';
import { isTaken, USER_NAME_TAKEN } from './create-user';
import { externalIdOf, updatePerson } from './person';
import { presentUser } from './present';
import { type Resource, readResource, requireAttributes, stored } from './resource';
import { type ResourceType, USER_TYPE } from './schemas';
import { reading } from './scim-problem';
import { setActive } from './set-active';
import { ifMatch, loadUser, refuseOutdated, scimId, sentBody, shownResource } from './targets';

/** How a resource changes: put in the place of the old one, or patched. */
export const changeKind = () => z.enum(['put', 'patch']);

/** @throws {ScimProblem} where what is sent is no such change */
export function changedBy(
  type: ResourceType,
  kind: 'put' | 'patch',
  before: Resource,
  body: unknown,
): Resource {
  if (kind === 'patch') return applyPatch(type, before, body);
  return requireAttributes(type, readResource(type, body));
}

/** Changes a user of a client; one that it deactivates is suspended, and so are all of their tokens. */
export const updateUser = defineCommand({
  operation: 'scim.updateUser',
  summary: 'Change a provisioned person',
  input: z.object({ user: scimId(), kind: changeKind(), body: sentBody(), ifMatch: ifMatch() }),
  output: z.object({ resource: shownResource() }),
  conflicts: { scim_users_user_name: USER_NAME_TAKEN, identities_email: USER_NAME_TAKEN },
  target: ({ db, input }) => loadUser(db, input.user),
  permit: (actor, target) => provisionsOwn(actor, target),
  async run({ tx, actor, input, target: { row }, request }) {
    const outdated = refuseOutdated(input.ifMatch, row);
    if (outdated) return outdated;
    const before = row.resource as Resource;
    const read = reading(() => changedBy(USER_TYPE, input.kind, before, input.body));
    if (isRefusal(read)) return read;
    const { active = row.active } = read;
    const resource: Resource = input.kind === 'put' ? { ...read, active } : read;
    const names = { userName: String(resource.userName), externalId: externalIdOf(resource) };
    if (await isTaken(tx, actor.id, names.userName, row.id)) {
      return refuse('conflict', 'scim_uniqueness', USER_NAME_TAKEN.message);
    }
    const identity = await findIdentity(tx, row.identityId, 'update');
    if (isRefusal(identity)) return notFound('scimUser');
    const now = await updatePerson(tx, actor.id, identity, resource);
    if (isRefusal(now)) return now;
    const isActive = active !== false;
    const activity = await setActive(tx, {
      ...{ actor, request, identityId: identity.id, active: isActive },
    });
    if (isRefusal(activity)) return activity;
    // What says what is there already changes neither the time nor the version (RFC 7644, 3.5.2.1).
    if (isActive !== row.active || !isDeepStrictEqual(resource, before)) {
      await tx
        .update(scimUsers)
        .set({
          ...{ ...names, active: isActive, resource: stored(resource) },
          ...{ version: sql`${scimUsers.version} + 1`, updatedAt: sql`now()` },
        })
        .where(eq(scimUsers.id, row.id));
    }
    await tx
      .update(scimLinks)
      .set(names)
      .where(and(eq(scimLinks.clientId, actor.id), eq(scimLinks.identityId, identity.id)));
    return {
      value: { resource: await presentUser(tx, row.id) },
      audit: {
        target: { type: 'identity', id: identity.id, name: now.name },
        before: {
          ...{ userName: row.userName, externalId: row.externalId, active: row.active },
          ...{ name: identity.name, email: identity.email, state: identity.state },
        },
        after: {
          ...{ user: row.id, client: actor.name, ...names, active: isActive },
          ...{ name: now.name, email: now.email, ...activity },
        },
        affects: [identity.id],
      },
    };
  },
});
