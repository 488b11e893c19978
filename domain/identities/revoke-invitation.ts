import { z } from 'zod';
import { reference } from '@/domain/base/input';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { voidSetupLinks } from '@/domain/credentials/void-setup-links';
import { loadIdentityTarget } from '@/domain/targets/find-identity';

/** Makes the one-time link of a person useless; who has it open can set no password by it. */
export const revokeInvitation = defineCommand({
  operation: 'invitations.revoke',
  summary: 'Revoke the open one-time link of a person',
  http: { method: 'POST', path: '/identities/{identity}/revoke-invitation' },
  input: z.object({ identity: reference() }),
  output: z.object({ revoked: z.number() }),
  target: ({ db, input }) => loadIdentityTarget(db, input.identity),
  async run({ tx, target: { id, row } }) {
    const revoked = await voidSetupLinks(tx, id);
    if (revoked === 0) {
      return refuse('conflict', 'no_invitation', `${row.name} has no link that is still open.`);
    }
    return { value: { revoked }, audit: { after: { voidedSetupLinks: revoked }, affects: [] } };
  },
});
