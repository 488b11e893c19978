import { and, asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { scimMappings } from '@/db/schema/scim';
import { ssoMappings } from '@/db/schema/sso';
import { tokens } from '@/db/schema/tokens';
import { trustRules } from '@/db/schema/workloads';
import { reference } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { groupRules } from './group-rules';
import { isUnended } from './group-view';

/**
 * Removes a group that no living token acts in. Its dead tokens, memberships, trust rules and mappings go
 * with it, and its event names them.
 */
export const deleteGroup = defineCommand({
  operation: 'groups.delete',
  summary: 'Delete a group without living tokens',
  http: { method: 'DELETE', path: '/groups/{group}' },
  input: z.object({ group: reference() }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  refusal: groupRules.delete,
  view: async ({ tx, target: { row } }) => ({
    ...row,
    unendedTokenCount: await tx.$count(tokens, and(eq(tokens.groupId, row.id), isUnended)),
  }),
  async run({ tx, target: { row } }) {
    await tx.update(tokens).set({ predecessorId: null }).where(eq(tokens.groupId, row.id));
    const gone = await tx
      .delete(tokens)
      .where(eq(tokens.groupId, row.id))
      .returning({ id: tokens.id });
    const taken = await goesWith(tx, row.id);
    const tokenIds = gone.map(({ id }) => id);
    await tx.delete(groups).where(eq(groups.id, row.id));
    return {
      value: { id: row.id },
      audit: {
        before: { slug: row.slug, name: row.name, tokens: tokenIds, ...taken },
        affects: [row.id, ...tokenIds],
      },
    };
  },
});

/** What the database removes with its row: labels, since nothing of it is there to be asked afterwards. */
async function goesWith(db: Queryable, groupId: string) {
  const members = await db
    .select({ id: identities.id, name: identities.name, role: memberships.role })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .where(eq(memberships.groupId, groupId))
    .orderBy(asc(identities.id));
  const rules = await db
    .select({ id: trustRules.id, name: trustRules.name })
    .from(trustRules)
    .where(eq(trustRules.groupId, groupId))
    .orderBy(asc(trustRules.id));
  const signedOn = await db
    .select({ provider: ssoMappings.providerId, externalGroup: ssoMappings.externalGroup })
    .from(ssoMappings)
    .where(eq(ssoMappings.groupId, groupId))
    .orderBy(asc(ssoMappings.id));
  const pushed = await db
    .select({ pushed: scimMappings.scimGroupId })
    .from(scimMappings)
    .where(eq(scimMappings.groupId, groupId))
    .orderBy(asc(scimMappings.scimGroupId));
  return { members, trustRules: rules, mappings: [...signedOn, ...pushed] };
}
