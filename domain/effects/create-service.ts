import { z } from 'zod';
import { memberships, serviceOwners } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { controlPlaneOperationsOfGroup } from '@/domain/authority/escalation';
import { newId } from '@/domain/base/ids';
import { label, reference, slug } from '@/domain/base/input';
import { invalid } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { refuseJoining } from '@/domain/groups/refuse-handing-out';
import { identityViewSchema, readIdentityView } from '@/domain/identities/identity-view';
import { SLUG_TAKEN, slugFrom } from '@/domain/identities/service-slug';
import { loadGroupTarget } from '@/domain/targets/group-target';

/**
 * Makes a service account in a group: a member of it from the start, and its own: the group's leads
 * manage it. It opens nothing until it has a token.
 */
export const createService = defineCommand({
  operation: 'identities.createService',
  summary: 'Create a service account in a group',
  http: { method: 'POST', path: '/groups/{group}/service-accounts', status: 201 },
  input: z.object({ group: reference(), name: label(), slug: slug().optional() }),
  output: identityViewSchema,
  conflicts: { identities_slug_unique: SLUG_TAKEN },
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  needsProofFor: async ({ tx, target }) =>
    (await controlPlaneOperationsOfGroup(tx, target.id)).length > 0,
  async run({ tx, actor, input, target }) {
    const { name, slug: accountSlug = slugFrom(name) } = input;
    if (!accountSlug) return invalid('slug', 'A service account needs a slug.');
    const refusal = await refuseJoining(tx, actor, target.row, `An account in ${target.row.name}`);
    if (refusal) return refusal;
    const id = newId('identity');
    await tx.insert(identities).values({ id, type: 'service', name, slug: accountSlug });
    await tx.insert(memberships).values({
      ...{ groupId: target.id, identityId: id, role: 'member' },
      ...{ addedBy: actor.id, addedByName: actor.name },
    });
    await tx.insert(serviceOwners).values({ identityId: id, groupId: target.id });
    return {
      value: await readIdentityView(tx, actor, id),
      audit: {
        target: { type: 'identity', id, name },
        after: {
          ...{ type: 'service', name, slug: accountSlug, owner: target.row.slug },
          memberships: [{ group: target.id, role: 'member' }],
        },
        affects: [id],
      },
    };
  },
});
