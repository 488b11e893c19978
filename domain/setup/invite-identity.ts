import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { setupLinks } from '@/db/schema/identities';
import { holderOf, refuseTakeOver } from '@/domain/authority/take-over';
import { newId } from '@/domain/base/ids';
import { reference } from '@/domain/base/input';
import { invalid, type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { SETUP_LINK_HOURS } from '@/domain/credentials/credential-facts';
import { voidSetupLinks } from '@/domain/credentials/void-setup-links';
import { loadIdentityTarget } from '@/domain/targets/find-identity';
import { hashSetupCode, setupCodeFromBytes } from './setup-code';

/**
 * Makes a one-time link with which a person sets a password. Whoever holds it becomes that person, so
 * it is refused where that would be a gain, and it works only while its maker still could make it.
 */
export const inviteIdentity = defineCommand({
  operation: 'identities.invite',
  needsProof: true,
  summary: 'Make a one-time link with which a person sets a password',
  http: { method: 'POST', path: '/identities/{identity}/invite', status: 201 },
  input: z.object({ identity: reference() }),
  output: z.object({ id: z.string(), secret: z.string() }),
  target: ({ db, input }) => loadIdentityTarget(db, input.identity),
  async admit({ tx, actor, target: { row }, made }) {
    if (row.type !== 'person') return invalid('identity', 'Only people sign in.');
    const takeOver = await refuseTakeOver(tx, holderOf(actor), row, `A link for ${row.name}`);
    return takeOver ?? (made === null ? null : refuseUsedLink(tx, made.id));
  },
  async run({ tx, actor, target: { row }, secretBytes }) {
    await voidSetupLinks(tx, row.id);
    const id = newId('setupLink');
    await tx.insert(setupLinks).values({
      id,
      identityId: row.id,
      secretSha256: hashSetupCode(setupCodeFromBytes(secretBytes)),
      makerOperations: [...actor.grants.keys()],
      makerId: actor.id,
      makerTokenId: actor.kind === 'bearer' ? actor.via.id : null,
      expiresAt: sql`now() + make_interval(hours => ${SETUP_LINK_HOURS})`,
    });
    return { value: { id }, audit: { after: { setupLink: id }, affects: [] } };
  },
  reveal: (_value, secretBytes) => ({ secret: setupCodeFromBytes(secretBytes) }),
});

/** A code is not told again once it opens nothing. */
async function refuseUsedLink(tx: Transaction, id: string): Promise<Refusal | null> {
  const isOpen = and(
    eq(setupLinks.id, id),
    isNull(setupLinks.usedAt),
    gt(setupLinks.expiresAt, sql`now()`),
  );
  return (await tx.$count(setupLinks, isOpen)) > 0
    ? null
    : refuse('conflict', 'setup_link_invalid', 'The link that this request made has ended since.');
}
