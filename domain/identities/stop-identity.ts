import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { defineCommand } from '@/domain/kernel/define';
import { prose, reference } from '@/domain/kernel/input';
import { endSessions } from '@/domain/sessions/end-sessions';
import { voidSetupLinks } from '@/domain/setup/void-setup-links';
import { markRevoked } from '@/domain/tokens/mark-revoked';
import { loadIdentityTarget } from './find-identity';
import { identityViewSchema, readIdentityView } from './identity-view';

/** Revokes every token and ends every session an identity holds: the lost laptop. */
export const stopIdentity = defineCommand({
  operation: 'identities.stop',
  summary: 'Revoke all tokens and end all sessions of a person or service account',
  http: { method: 'POST', path: '/identities/{identity}/stop' },
  input: z.object({ identity: reference(), reason: prose().optional() }),
  output: z.object({
    identity: identityViewSchema,
    revokedTokens: z.number(),
    endedSessions: z.number(),
  }),
  target: ({ db, input }) => loadIdentityTarget(db, input.identity),
  async run({ tx, actor, input, target: { row } }) {
    const held = eq(tokens.identityId, row.id);
    const ids = await markRevoked(tx, actor, held, input.reason || 'everything stopped');
    const voidedSetupLinks = await voidSetupLinks(tx, row.id);
    const endedSessions = await endSessions(tx, row.id);
    return {
      value: {
        identity: await readIdentityView(tx, actor, row.id),
        revokedTokens: ids.length,
        endedSessions,
      },
      audit: {
        after: { revokedTokens: ids, endedSessions, voidedSetupLinks },
        reason: input.reason,
        affects: [row.id],
      },
    };
  },
});
