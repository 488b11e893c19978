import { asc, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { organisationPolicy } from '@/db/schema/organisation';
import {
  isAdministrator,
  refuseAlone,
  refuseWithoutAdministrator,
} from '@/domain/authority/administrators';
import { refuse } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { type Ceilings, underCeilings } from '@/domain/policy/effective';
import { readOrganisationPolicy } from '@/domain/policy/read-ceilings';
import { organisationPolicySchema } from './ceilings';
import { consequencesOf } from './preview-policy';

/**
 * Sets the organisation's policy. Tokens that break its ceilings are refused at once; whether a second
 * administrator is wanted holds from the next change on.
 */
export const setOrganisationPolicy = defineCommand({
  operation: 'organisation.setPolicy',
  canWait: true,
  needsProof: true,
  summary: 'Set the organisation’s policy',
  http: { method: 'PATCH', path: '/organisation/policy' },
  input: z.object({ policy: organisationPolicySchema.partial() }),
  output: organisationPolicySchema,
  target: () => everything('system'),
  // A ceiling that is raised may widen what the groups open that control Keyward.
  refusal: (actor, _ceilings: Ceilings) =>
    isAdministrator(actor)
      ? null
      : refuse('forbidden', 'needs_administrator', 'Only an administrator can set ceilings.'),
  view: ({ tx }) => readOrganisationPolicy(tx),
  async run({ tx, actor, input, request }) {
    const before = await readOrganisationPolicy(tx, true);
    const after = { ...before, ...input.policy };
    const stops = await consequencesOf(tx, after);
    await tx.update(organisationPolicy).set({ ...after, updatedAt: sql`now()` });
    if (String(before.allowedCidrs) !== String(after.allowedCidrs)) {
      const refusal = await refuseWithoutAdministrator(tx, { actor, request });
      if (refusal) return refusal;
    }
    if (after.approvePrivileged && !before.approvePrivileged) {
      const refusal = await refuseAlone(tx, { actor, request });
      if (refusal) return refusal;
    }
    return {
      value: after,
      audit: {
        before: { policy: before },
        after: {
          ...{ policy: after, tokensStopped: stops.nowCount, tokensToRotate: stops.laterCount },
        },
        affects: await groupsThatFeel(tx, before, after),
      },
    };
  },
});

/** Ids of the groups whose tokens are decided otherwise under the new ceilings. */
async function groupsThatFeel(
  tx: Transaction,
  before: Ceilings,
  after: Ceilings,
): Promise<string[]> {
  const rows = await tx.select().from(groups).orderBy(asc(groups.id));
  const decided = (group: (typeof rows)[number], ceilings: Ceilings) => {
    const held = underCeilings(group, ceilings);
    const { maxTtlSeconds, idleLimitSeconds, rotationPeriodSeconds } = held;
    return JSON.stringify([
      ...[maxTtlSeconds, idleLimitSeconds, rotationPeriodSeconds],
      ceilings.allowedCidrs,
    ]);
  };
  return rows
    .filter((group) => decided(group, before) !== decided(group, after))
    .map(({ id }) => id);
}
