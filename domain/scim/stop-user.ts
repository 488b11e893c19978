import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { defineCommand } from '@/domain/commands/define';
import { endSessions } from '@/domain/credentials/end-sessions';
import { voidLinksMadeBy, voidSetupLinks } from '@/domain/credentials/void-setup-links';
import { markRevoked } from '@/domain/tokens/mark-revoked';
import { provisionsOwn } from './client-right';
import { loadUser, scimId } from './targets';

/** Revokes all tokens of somebody and ends their sessions. @returns what an event says of it */
export async function stopEverything(tx: Transaction, actor: Actor, identityId: string) {
  const held = eq(tokens.identityId, identityId);
  const revokedTokens = await markRevoked(tx, actor, held, 'deprovisioned');
  await voidSetupLinks(tx, identityId);
  await voidLinksMadeBy(tx, identityId);
  return { revokedTokens, endedSessions: await endSessions(tx, identityId) };
}

/**
 * What is left to do where the last administrator is to be deactivated: they stay, and can sign in again;
 * whoever has a token or a session of theirs has it no longer.
 */
export const stopUser = defineCommand({
  operation: 'scim.stopUser',
  summary: 'Stop what a provisioned person holds',
  input: z.object({ user: scimId() }),
  output: z.object({ revokedTokens: z.number() }),
  target: ({ db, input }) => loadUser(db, input.user),
  permit: (actor, target) => provisionsOwn(actor, target),
  async run({ tx, actor, target: { row, name } }) {
    const stopped = await stopEverything(tx, actor, row.identityId);
    return {
      value: { revokedTokens: stopped.revokedTokens.length },
      audit: {
        target: { type: 'identity', id: row.identityId, name },
        after: { user: row.id, client: actor.name, ...stopped },
        reason: 'deactivated by its client, and the last administrator',
        affects: [row.identityId, ...stopped.revokedTokens],
      },
    };
  },
});
