import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { ssoTries } from '@/db/schema/sso';
import { newId } from '@/domain/base/ids';
import { instantText, toInstantText } from '@/domain/base/instant';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadProvider } from './provider-target';

/** To the provider and back: a password, a second factor, a consent. */
export const TRY_MINUTES = 10;

/**
 * Begins a test sign-in: a way to a provider and back that opens no session, whether people may sign in
 * with it yet or not. What comes back is for the session that asked, and for nobody else.
 */
export const testProvider = defineCommand({
  operation: 'ssoProviders.test',
  summary: 'Test the sign-in with a provider, without a session of it',
  input: z.object({ provider: z.string().max(100) }),
  output: z.object({ test: z.string(), provider: z.string(), expiresAt: instantText() }),
  target: ({ db, input }) => loadProvider(db, input.provider, 'share'),
  async run({ tx, actor, target }) {
    if (actor.kind !== 'session') {
      return refuse('forbidden', 'not_a_session', 'Sign in to test a provider.');
    }
    const [made] = await tx
      .insert(ssoTries)
      .values({
        ...{ id: newId('ssoTry'), providerId: target.id, intent: 'test' },
        ...{ identityId: actor.id, sessionId: actor.via.id },
        expiresAt: sql`now() + make_interval(mins => ${TRY_MINUTES})`,
      })
      .returning();
    if (!made) throw new Error('no try was made');
    return {
      value: {
        ...{ test: made.id, provider: target.row.slug },
        expiresAt: toInstantText(made.expiresAt),
      },
      audit: { after: { test: made.id }, affects: [] },
    };
  },
});
