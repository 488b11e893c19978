import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { refuseWithoutAdministrator } from '@/domain/authority/administrators';
import type { Context } from '@/domain/base/context';
import { prose, reference } from '@/domain/base/input';
import type { Refusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { decidedByHand } from '@/domain/credentials/decided-by-hand';
import { endSessions } from '@/domain/credentials/end-sessions';
import { voidSetupLinks } from '@/domain/credentials/void-setup-links';
import { loadIdentityTarget } from '@/domain/targets/find-identity';
import { identityRules } from './identity-rules';
import { identityViewSchema, readIdentityView } from './identity-view';
import { permitOwners } from './permit-owners';

/** Stops an identity: none of its tokens work, its sessions end, it can't sign in. Reversible. */
export const suspendIdentity = defineCommand({
  operation: 'identities.suspend',
  summary: 'Suspend a person or service account',
  http: { method: 'POST', path: '/identities/{identity}/suspend' },
  input: z.object({ identity: reference(), reason: prose().optional() }),
  output: identityViewSchema,
  target: ({ db, input }) => loadIdentityTarget(db, input.identity),
  permit: (actor, target) => permitOwners(actor, target),
  refusal: identityRules.suspend,
  view: ({ target: { row } }) => row,
  async run({ tx, actor, input, target: { row }, request }) {
    const refusal = await markSuspended(tx, { actor, request }, row.id);
    if (refusal) return refusal;
    const endedSessions = await endSessions(tx, row.id);
    const voidedSetupLinks = await voidSetupLinks(tx, row.id);
    return {
      value: await readIdentityView(tx, actor, row.id),
      audit: {
        before: { state: 'active' },
        after: { state: 'suspended', endedSessions, voidedSetupLinks },
        reason: input.reason,
        affects: [row.id],
      },
    };
  },
});

/** Suspends an account as a part of a change, as long as an administrator stays. */
export async function markSuspended(
  tx: Transaction,
  { actor, request }: Pick<Context, 'actor' | 'request'>,
  id: string,
): Promise<Refusal | null> {
  await tx.update(identities).set({ state: 'suspended' }).where(eq(identities.id, id));
  await decidedByHand(tx, id);
  return refuseWithoutAdministrator(tx, { actor, request, subject: id });
}
