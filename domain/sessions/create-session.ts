import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { sessions } from '@/db/schema/identities';
import { findIdentity } from '@/domain/identities/find-identity';
import { defineCommand } from '@/domain/kernel/define';
import { newId } from '@/domain/kernel/ids';
import { isRefusal } from '@/domain/kernel/refusal';

const SESSION_HOURS = 12;

/** Opens a session for a person who has just proved who they are; see `signIn`. */
export const createSession = defineCommand({
  operation: 'sessions.create',
  summary: 'Sign in',
  input: z.object({ identityId: z.string().max(100) }),
  output: z.object({ id: z.string() }),
  async target({ db, input }) {
    const identity = await findIdentity(db, input.identityId);
    if (isRefusal(identity)) return identity;
    return { type: 'system' as const, id: identity.id, name: identity.name };
  },
  async run({ tx, input, target, request }) {
    const id = newId('session');
    await tx.insert(sessions).values({
      id,
      identityId: input.identityId,
      expiresAt: sql`now() + make_interval(hours => ${SESSION_HOURS})`,
      ip: request.ip,
      userAgent: request.userAgent,
    });
    return {
      value: { id },
      audit: { target: { type: 'session', id, name: `session of ${target.name}` }, affects: [] },
    };
  },
});
