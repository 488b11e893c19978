import { tokenUsage } from '@/db/schema/operating';
import { rotateOwnToken, rotateToken } from '@/domain/rotations/rotate-token';
import { asAdministrator } from '@/domain/testing/probes';
import { revokeOwnToken, revokeToken } from '@/domain/tokens/revoke-token';
import { commandCase } from './case';

/** What a token's holder does with the token itself. */
export const OWN_TOKEN_COMMANDS = [
  commandCase(rotateOwnToken, {
    input: () => ({}),
    by: ({ actors }) => actors.token,
    event: ({ fixture }, { token: { id } }) => ({
      target: fixture.serviceToken.token.id,
      after: { successor: id, retired: [] },
      affects: [fixture.serviceToken.token.id, id],
    }),
    outside: { code: 'not_found', isUnrecorded: true },
    refused: {
      code: 'token_rotated',
      by: ({ actors }) => actors.token,
      given: async ({ world, fixture }) => {
        const { token } = await asAdministrator(world, rotateToken, {
          token: fixture.serviceToken.token.id,
        });
        await world.db.insert(tokenUsage).values({
          ...{ tokenId: token.id, firstUsedAt: new Date(), lastUsedAt: new Date() },
          ...{ allowedCount: 1, deniedCount: 0 },
        });
      },
    },
    bad: [{ overlapSeconds: 2_592_001 }, 'overlapSeconds'],
  }),
  commandCase(revokeOwnToken, {
    input: () => ({}),
    by: ({ actors }) => actors.token,
    event: ({ fixture }) => ({
      target: fixture.serviceToken.token.id,
      before: { state: 'active' },
      after: { state: 'revoked' },
      reason: 'Revoked by its holder.',
      affects: [fixture.serviceToken.token.id],
    }),
    outside: { code: 'not_found', isUnrecorded: true },
    refused: {
      code: 'token_revoked',
      by: ({ actors }) => actors.token,
      given: async ({ world, fixture }) => {
        await asAdministrator(world, revokeToken, { token: fixture.serviceToken.token.id });
        return {};
      },
    },
    bad: [{ reason: 'x'.repeat(501) }, 'reason'],
  }),
];
