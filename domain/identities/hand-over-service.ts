import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { groups, memberships, serviceOwners } from '@/db/schema/groups';
import { reference } from '@/domain/base/input';
import { invalid, isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { hasPassed } from '@/domain/decision/clock';
import { loadIdentityTarget } from '@/domain/targets/find-identity';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { identityViewSchema, readIdentityView } from './identity-view';

/** Gives a service account to another of its groups, whose leads manage it from then on. */
export const handOverService = defineCommand({
  operation: 'identities.handOver',
  summary: 'Hand a service account over to another of its groups',
  http: { method: 'POST', path: '/identities/{identity}/hand-over' },
  input: z.object({ identity: reference(), group: reference() }),
  output: identityViewSchema,
  target: ({ db, input }) => loadIdentityTarget(db, input.identity),
  async run({ tx, actor, input, target: { row, ownerGroupId } }) {
    if (row.type !== 'service')
      return invalid('identity', 'Only service accounts belong to a group.');
    const group = await loadGroupTarget(tx, input.group);
    if (isRefusal(group)) return invalid('group', `There is no group “${input.group}”.`);
    const { id: groupId, name } = group.row;
    if (groupId === ownerGroupId)
      return invalid('group', `${row.name} belongs to ${name} already.`);
    const [membership] = await tx
      .select({ isOver: hasPassed(memberships.expiresAt) })
      .from(memberships)
      .where(and(eq(memberships.groupId, groupId), eq(memberships.identityId, row.id)))
      .for('share');
    if (membership?.isOver !== false) {
      return invalid('group', `${row.name} is not in ${name}: add it there first.`);
    }
    const [before] = await tx
      .select({ slug: groups.slug })
      .from(groups)
      .where(eq(groups.id, ownerGroupId ?? ''));
    await tx
      .insert(serviceOwners)
      .values({ identityId: row.id, groupId })
      .onConflictDoUpdate({
        target: serviceOwners.identityId,
        set: { groupId, since: sql`now()` },
      });
    return {
      value: await readIdentityView(tx, actor, row.id),
      audit: {
        before: { owner: before?.slug ?? null },
        after: { owner: group.row.slug },
        affects: [],
      },
    };
  },
});
