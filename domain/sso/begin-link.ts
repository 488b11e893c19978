import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { ssoTries } from '@/db/schema/sso';
import { newId } from '@/domain/base/ids';
import { isRefusal, notFound, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadProvider } from './provider-target';
import { TRY_MINUTES } from './test-provider';

/**
 * Begins to link one's own account at a provider, in one's own session: who comes back in this session
 * is linked. Nobody begins it for somebody else, and no email takes its place.
 */
export const beginLink = defineCommand({
  operation: 'ssoAccounts.beginLink',
  summary: 'Begin to link one’s own account at a provider',
  input: z.object({ provider: z.string().max(100) }),
  output: z.object({ link: z.string(), provider: z.string() }),
  target: ({ actor: { id, name } }) => ({ type: 'identity' as const, id, name, identityId: id }),
  permit: (actor) => (actor.kind === 'session' ? null : false),
  async run({ tx, actor, input }) {
    if (actor.kind !== 'session') {
      return refuse('forbidden', 'not_a_session', 'Sign in to link your account.');
    }
    const provider = await loadProvider(tx, input.provider, 'share');
    if (isRefusal(provider) || !provider.row.enabled) return notFound('ssoProvider');
    const link = newId('ssoTry');
    await tx.insert(ssoTries).values({
      ...{ id: link, providerId: provider.id, intent: 'link' },
      ...{ identityId: actor.id, sessionId: actor.via.id },
      expiresAt: sql`now() + make_interval(mins => ${TRY_MINUTES})`,
    });
    return {
      value: { link, provider: provider.row.slug },
      audit: { after: { link, provider: provider.row.slug }, affects: [] },
    };
  },
});
