import { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { newId } from '@/domain/base/ids';
import { label, prose, slug } from '@/domain/base/input';
import { invalid } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { readCeilings } from '@/domain/policy/read-ceilings';
import { groupViewSchema, readGroupView } from './group-view';
import { defaultPolicy, policySchema } from './policy';
import { refuseAboveCeilings } from './within-ceilings';

/** Makes an empty group: no scopes, no members, no power. */
export const createGroup = defineCommand({
  operation: 'groups.create',
  summary: 'Create a group',
  http: { method: 'POST', path: '/groups', status: 201 },
  input: z.object({
    slug: slug(),
    name: label(),
    description: prose().default(''),
    policy: policySchema.partial().optional(),
  }),
  output: groupViewSchema,
  conflicts: { groups_slug_unique: { path: 'slug', message: 'A group with this slug exists.' } },
  target: () => everything('group'),
  async run({ tx, input }) {
    const ceilings = await readCeilings(tx);
    const above = await refuseAboveCeilings(tx, input.policy ?? {}, null, ceilings);
    if (above) return above;
    const policy = { ...defaultPolicy(ceilings), ...input.policy };
    if (input.policy?.maxTtlSeconds && input.policy.defaultTtlSeconds === undefined) {
      policy.defaultTtlSeconds = Math.min(policy.defaultTtlSeconds, policy.maxTtlSeconds);
    }
    if (policy.defaultTtlSeconds > policy.maxTtlSeconds) {
      return invalid(
        'policy.defaultTtlSeconds',
        'The default lifetime is longer than the maximum.',
      );
    }
    const id = newId('group');
    const { slug: groupSlug, name, description } = input;
    await tx.insert(groups).values({ id, slug: groupSlug, name, description, ...policy });
    return {
      value: await readGroupView(tx, id),
      audit: {
        target: { type: 'group', id, name },
        after: { slug: groupSlug, name, description, policy },
        affects: [id],
      },
    };
  },
});
