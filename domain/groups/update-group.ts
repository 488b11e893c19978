import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { refuseWithoutAdministrator } from '@/domain/authority/administrators';
import { controlPlaneOperationsOfGroup, refuseEscalation } from '@/domain/authority/escalation';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { label, prose, reference } from '@/domain/base/input';
import { invalid } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { readCeilings } from '@/domain/policy/read-ceilings';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { groupViewSchema, readGroupView } from './group-view';
import { policySchema } from './policy';
import { consequencesOf } from './preview-policy';
import { refuseAboveCeilings } from './within-ceilings';

/** Changes a group's name, description or policy; its tokens follow at once. */
export const updateGroup = defineCommand({
  operation: 'groups.update',
  summary: 'Change a group’s name, description or policy',
  http: { method: 'PATCH', path: '/groups/{group}' },
  input: z.object({
    group: reference(),
    name: label().optional(),
    description: prose().optional(),
    policy: policySchema.partial().optional(),
  }),
  output: groupViewSchema,
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  async run({ tx, actor, input, target: { row }, request }) {
    const before = await readGroupView(tx, row.id);
    if (input.policy) {
      const rights = await controlPlaneOperationsOfGroup(tx, row.id);
      const escalation = refuseEscalation(actor, rights, `Another policy for ${row.name}`);
      if (escalation) return escalation;
    }
    const policy = { ...before.policy, ...input.policy };
    if (policy.defaultTtlSeconds > policy.maxTtlSeconds) {
      return invalid(
        'policy.defaultTtlSeconds',
        'The default lifetime is longer than the maximum.',
      );
    }
    const ceilings = await readCeilings(tx);
    const above = await refuseAboveCeilings(tx, input.policy ?? {}, before.policy, ceilings);
    if (above) return above;
    const stops = input.policy && (await consequencesOf(tx, row.id, policy, ceilings));
    const name = input.name ?? row.name;
    const description = input.description ?? row.description;
    await tx
      .update(groups)
      .set({ name, description, ...policy, updatedAt: sql`now()` })
      .where(eq(groups.id, row.id));
    if (row.slug === ADMINISTRATORS && input.policy?.allowedCidrs) {
      const refusal = await refuseWithoutAdministrator(tx, { actor, request });
      if (refusal) return refusal;
    }
    return {
      value: await readGroupView(tx, row.id),
      audit: {
        before: { name: row.name, description: row.description, policy: before.policy },
        after: {
          ...{ name, description, policy },
          ...(stops && { tokensStopped: stops.nowCount, tokensToRotate: stops.laterCount }),
        },
        affects: [row.id],
      },
    };
  },
});
