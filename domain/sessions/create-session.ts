import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { passwords, sessions } from '@/db/schema/identities';
import { localSignInOf } from '@/domain/authority/can-sign-in';
import { newId } from '@/domain/base/ids';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { SESSION_HOURS } from '@/domain/credentials/credential-facts';
import { readClockMs } from '@/domain/decision/clock';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { administrators } from '@/domain/notices/recipients';
import { findIdentity } from '@/domain/targets/find-identity';

/**
 * Opens a session for a person who has just proved who they are; see `signIn`. A proof that was
 * overtaken by a new password or a suspension opens none: the row is locked as those lock it.
 */
export const createSession = defineCommand({
  operation: 'sessions.create',
  summary: 'Sign in',
  input: z.object({
    identityId: z.string().max(100),
    /** The stored hash that the password was compared with. */
    provenBy: z.string().max(500),
  }),
  output: z.object({ id: z.string() }),
  async target({ db, input }) {
    const identity = await findIdentity(db, input.identityId, 'no key update');
    if (isRefusal(identity)) return identity;
    const { id, name, state } = identity;
    return { type: 'system' as const, id, name, state };
  },
  async run({ tx, input, target, request }) {
    if (target.state !== 'active') {
      return refuse('conflict', 'identity_suspended', `${target.name} is suspended.`);
    }
    const [stored] = await tx
      .select()
      .from(passwords)
      .where(eq(passwords.identityId, input.identityId));
    if (stored?.hash !== input.provenBy) {
      return refuse('conflict', 'wrong_password', 'The password was changed meanwhile.');
    }
    const way = await localSignInOf(tx, input.identityId);
    if (way === 'off') {
      return refuse('conflict', 'local_sign_in_off', 'Passwords are switched off here.');
    }
    const id = newId('session');
    if (way === 'break-glass')
      await tellAdministrators(tx, target, { session: id, ip: request.ip });
    await tx.insert(sessions).values({
      id,
      identityId: input.identityId,
      expiresAt: sql`now() + make_interval(hours => ${SESSION_HOURS})`,
      ip: request.ip,
      userAgent: request.userAgent,
      provenAt: sql`now()`,
    });
    return {
      value: { id },
      audit: {
        target: { type: 'session', id, name: `session of ${target.name}` },
        ...(way === 'break-glass' && { after: { breakGlass: true } }),
        affects: [],
      },
    };
  },
});

/** A password is used though passwords are switched off: all administrators hear of it. */
async function tellAdministrators(
  tx: Transaction,
  { id, name }: { readonly id: string; readonly name: string },
  { session, ip }: { readonly session: string; readonly ip: string | null },
): Promise<void> {
  const at = new Date(await readClockMs(tx)).toISOString();
  for (const to of await administrators(tx)) {
    await raiseNotice(tx, {
      ...{ kind: 'sign_in.break_glass', to, onceKey: `sign_in.break_glass ${session}` },
      ...{ about: { type: 'identity', id, name }, facts: { ip, at } },
    });
  }
}
