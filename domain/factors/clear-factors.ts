import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { subquery } from '@/db/subquery';
import { refuseWithoutAdministrator } from '@/domain/authority/administrators';
import { holderOf, refuseTakeOver } from '@/domain/authority/take-over';
import type { Actor } from '@/domain/base/actor';
import type { RequestOrigin } from '@/domain/base/context';
import { prose, reference } from '@/domain/base/input';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { endSessions } from '@/domain/credentials/end-sessions';
import { removeFactors } from '@/domain/credentials/remove-factors';
import { hasFactor } from '@/domain/credentials/session-standing';
import { readClockMs } from '@/domain/decision/clock';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { administrators } from '@/domain/notices/recipients';
import { loadIdentityTarget } from '@/domain/targets/find-identity';

interface Facts {
  readonly id: string;
  readonly name: string;
  readonly hasSecondFactor: boolean;
}

/** One's own go by themselves, where the last one may not: no right over others gets around that. */
function whyNotCleared(actor: Actor, { id, name, hasSecondFactor }: Facts): Refusal | null {
  if (id === actor.id) {
    const message = 'Remove your own under Settings → Password, or ask another administrator.';
    return refuse('conflict', 'own_factors', message);
  }
  return hasSecondFactor ? null : refuse('conflict', 'no_factor', `${name} has no second factor.`);
}

/**
 * Clears what somebody has lost: passkeys, authenticator app and recovery codes. Their password alone
 * lets them in then, so it is refused to whoever couldn't make a way in for them, their sessions end,
 * and they and the other administrators are told.
 */
export const clearFactors = defineCommand({
  operation: 'identities.clearFactors',
  needsProof: true,
  summary: 'Clear the second factors that a person has lost',
  http: { method: 'POST', path: '/identities/{identity}/clear-factors' },
  input: z.object({ identity: reference(), reason: prose().optional() }),
  output: z.object({
    passkeys: z.number(),
    authenticator: z.boolean(),
    endedSessions: z.number(),
  }),
  target: ({ db, input }) => loadIdentityTarget(db, input.identity),
  refusal: whyNotCleared,
  view: async ({ tx, target: { row } }) => ({
    ...{ id: row.id, name: row.name },
    hasSecondFactor: await hasOne(tx, row.id),
  }),
  admit: ({ tx, actor, target: { row } }) =>
    refuseTakeOver(tx, holderOf(actor), row, `Clearing the factors of ${row.name}`),
  async run({ tx, actor, input, target: { row }, request }) {
    const removed = await removeFactors(tx, row.id);
    const refused = await refuseWithoutAdministrator(tx, { actor, request, subject: row.id });
    if (refused) return refused;
    const endedSessions = await endSessions(tx, row.id);
    await tell(tx, { actor, request, person: row });
    const { passkeys, authenticator } = removed;
    return {
      value: { passkeys: passkeys.length, authenticator, endedSessions },
      audit: { before: removed, after: { endedSessions }, reason: input.reason, affects: [] },
    };
  },
});

async function hasOne(tx: Transaction, identityId: string): Promise<boolean> {
  const [row] = await tx
    .select({ hasFactor: subquery<boolean>(hasFactor) })
    .from(identities)
    .where(eq(identities.id, identityId));
  return row?.hasFactor ?? false;
}

async function tell(
  tx: Transaction,
  {
    actor,
    request,
    person,
  }: {
    readonly actor: Actor;
    readonly request: RequestOrigin;
    readonly person: { readonly id: string; readonly name: string };
  },
): Promise<void> {
  const at = new Date(await readClockMs(tx)).toISOString();
  const told = new Set([person.id, ...(await administrators(tx))]);
  told.delete(actor.id);
  for (const to of told) {
    await raiseNotice(tx, {
      ...{ kind: 'factors.cleared', to, onceKey: `factors.cleared ${request.id}` },
      about: { type: 'identity', id: person.id, name: person.name },
      facts: { by: actor.name, at },
    });
  }
}
