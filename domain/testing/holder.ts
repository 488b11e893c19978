import type { Actor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createIdentity } from '@/domain/identities/create-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { asAdministrator } from './probes';
import { signedIn, type World } from './world';

/** Somebody whose only group, of this slug, holds these operations of the control plane. */
export async function holderOf(
  world: World,
  slug: string,
  operations: OperationName[],
): Promise<Actor> {
  await asAdministrator(world, createGroup, { slug, name: slug });
  await asAdministrator(world, createScope, { api: 'keyward', name: slug, operations });
  await asAdministrator(world, setGroupScopes, { group: slug, scopes: [`keyward/${slug}`] });
  const person = await asAdministrator(world, createIdentity, {
    ...{ type: 'person', name: slug, email: `${slug}@example.com` },
  });
  await asAdministrator(world, editMembers, { group: slug, add: [{ identity: person.id }] });
  return signedIn(world.db, person.id);
}
