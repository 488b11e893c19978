import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { ssoProviders } from '@/db/schema/sso';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { endProviderSessions, endUnmapped, unmapped } from './end-unmapped';
import { loadProvider, type ProviderRow } from './provider-target';

/** It would be there again with the next start. */
const refuseOfEnvironment = (
  _actor: unknown,
  { fromEnvironment }: Pick<ProviderRow, 'fromEnvironment'>,
): Refusal | null =>
  fromEnvironment
    ? refuse(
        'conflict',
        'built_in',
        'It comes from OIDC_ISSUER: take the variable away and start Keyward again.',
      )
    : null;

/**
 * Deletes a provider with its mappings: the memberships it gave end with their tokens, and so do the
 * sessions that stand on its word. Accounts stay linked, for another provider of the same issuer.
 */
export const deleteProvider = defineCommand({
  operation: 'ssoProviders.delete',
  needsProof: true,
  summary: 'Delete an identity provider',
  http: { method: 'DELETE', path: '/sso-providers/{provider}' },
  input: z.object({ provider: z.string().max(100) }),
  output: z.object({ id: z.string(), endedMemberships: z.number(), endedSessions: z.number() }),
  target: ({ db, input }) => loadProvider(db, input.provider, 'update'),
  refusal: refuseOfEnvironment,
  view: ({ target: { row } }) => row,
  async run({ tx, actor, target: { row }, request }) {
    const lost = await unmapped(tx, row, []);
    await tx.delete(ssoProviders).where(eq(ssoProviders.id, row.id));
    const endedSessions = await endProviderSessions(tx, row.id);
    const ended = await endUnmapped(tx, actor, request, lost);
    if (isRefusal(ended)) return ended;
    const { affects, endedMemberships, revokedTokens } = ended;
    return {
      value: { id: row.id, endedMemberships: endedMemberships.length, endedSessions },
      audit: {
        before: { slug: row.slug, name: row.name, issuer: row.issuer },
        after: { endedMemberships, revokedTokens, endedSessions },
        affects,
      },
    };
  },
});
