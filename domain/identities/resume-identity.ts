import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { identities } from '@/db/schema/identities';
import { prose, reference } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { decidedByHand } from '@/domain/credentials/decided-by-hand';
import { loadIdentityTarget } from '@/domain/targets/find-identity';
import { identityRules } from './identity-rules';
import { identityViewSchema, readIdentityView } from './identity-view';
import { permitOwners } from './permit-owners';

/** Lets a suspended identity act again; ended sessions stay ended. */
export const resumeIdentity = defineCommand({
  operation: 'identities.resume',
  summary: 'Resume a suspended person or service account',
  http: { method: 'POST', path: '/identities/{identity}/resume' },
  input: z.object({ identity: reference(), reason: prose().optional() }),
  output: identityViewSchema,
  target: ({ db, input }) => loadIdentityTarget(db, input.identity),
  permit: (actor, target) => permitOwners(actor, target),
  refusal: identityRules.resume,
  view: ({ target: { row } }) => row,
  async run({ tx, actor, input, target: { row } }) {
    await tx.update(identities).set({ state: 'active' }).where(eq(identities.id, row.id));
    await decidedByHand(tx, row.id);
    return {
      value: await readIdentityView(tx, actor, row.id),
      audit: {
        before: { state: 'suspended' },
        after: { state: 'active' },
        reason: input.reason,
        affects: [row.id],
      },
    };
  },
});
