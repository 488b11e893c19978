import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { identities, passwords, sessions } from '@/db/schema/identities';
import type { Context } from '@/domain/base/context';
import { invalid, refuse } from '@/domain/base/refusal';
import type { CommandResult } from '@/domain/commands/define';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { countAttempt, forgiveAttempt } from '@/domain/credentials/count-attempts';
import { hashPassword, newPassword, passwordMatches } from '@/domain/credentials/password';
import { storePasswordHash } from '@/domain/credentials/set-password';
import { voidSetupLinks } from '@/domain/credentials/void-setup-links';
import { denialRecorder } from '@/domain/ledger/denial-recorder';
import { limitsForChange } from './attempt-limits';

const wrongPassword = () => {
  const message = 'The current password is wrong.';
  return refuse('forbidden', 'wrong_password', message, [{ path: 'current', message }]);
};

/**
 * Changes one's own password, by the current one; every other session of the person ends, and links
 * that would set another password stop working. Doors call `changeOwnPassword`, which limits attempts.
 */
export const changePassword = defineCommand({
  operation: 'passwords.change',
  summary: 'Change one’s own password',
  input: z.object({ current: z.string().max(200), password: newPassword() }),
  output: z.object({ endedSessions: z.number() }),
  target: ({ actor: { id, name } }) => ({ type: 'identity' as const, id, name, identityId: id }),
  permit: (actor) => (actor.kind === 'session' ? null : false),
  async prepare({ db, actor, input }) {
    if (actor.kind !== 'session') {
      return refuse('forbidden', 'not_a_session', 'Sign in to change your password.');
    }
    const replaced = await storedHash(db, actor.id);
    if (!(await passwordMatches(replaced, input.current))) return wrongPassword();
    if (input.password === input.current) {
      return invalid('password', 'This is the password you have now.');
    }
    return { session: actor.via.id, replaced, hash: await hashPassword(input.password) };
  },
  async run({ tx, actor, prepared: { session, replaced, hash } }) {
    await tx
      .select({ id: identities.id })
      .from(identities)
      .where(eq(identities.id, actor.id))
      .for('update');
    // Another change came first: what was typed is the current password no more.
    if ((await storedHash(tx, actor.id)) !== replaced) return wrongPassword();
    await storePasswordHash(tx, actor.id, hash);
    const ended = await tx
      .update(sessions)
      .set({ endedAt: sql`now()` })
      .where(
        and(eq(sessions.identityId, actor.id), ne(sessions.id, session), isNull(sessions.endedAt)),
      )
      .returning({ id: sessions.id });
    const voidedSetupLinks = await voidSetupLinks(tx, actor.id);
    return {
      value: { endedSessions: ended.length },
      audit: {
        after: { password: 'changed', endedSessions: ended.map(({ id }) => id), voidedSetupLinks },
        affects: [],
      },
    };
  },
});

async function storedHash(db: Queryable, identityId: string): Promise<string | undefined> {
  const [stored] = await db.select().from(passwords).where(eq(passwords.identityId, identityId));
  return stored?.hash;
}

/** `passwords.change` with the limit of sign-in: 5 wrong passwords in 15 minutes, these and those beyond recorded. */
export async function changeOwnPassword(
  context: Context,
  rawInput: unknown,
): Promise<CommandResult<z.output<typeof changePassword.output>>> {
  const { db, actor, request } = context;
  const limits = limitsForChange(db, actor.id);
  const waitSeconds = await countAttempt(limits);
  if (waitSeconds > 0) {
    const { id, name } = actor;
    const target = { type: 'identity' as const, id, name };
    const denial = { actor, action: changePassword.operation, target, request };
    await denialRecorder(db).record(
      { ...denial, reason: 'too_many_attempts' },
      `${id} ${changePassword.operation} too_many_attempts`,
    );
    return {
      ...refuse(
        'throttled',
        'too_many_attempts',
        `Too many wrong passwords. Try again in ${Math.ceil(waitSeconds / 60)} minutes.`,
      ),
      retryAfterSeconds: waitSeconds,
    };
  }
  // The runner records a wrong password, as it does every attempt that it refuses.
  const result = await runCommand(changePassword, context, rawInput);
  if (result.ok || result.code !== 'wrong_password') await forgiveAttempt(limits);
  return result;
}
