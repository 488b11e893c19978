import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { passwords } from '@/db/schema/identities';
import { localSignInOf } from '@/domain/authority/can-sign-in';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { countAttempt, forgiveAttempt, limitOf } from '@/domain/credentials/count-attempts';
import { passwordMatches } from '@/domain/credentials/password';
import { type FactorDoor, findOwnSession, ownTarget, runOwn } from './own-session';
import { clonedPasskey, takeCounter } from './passkey-counter';
import { spendRecoveryCode } from './recovery-codes';
import { markProven, takeCode, wrongCode } from './totp';

const wrongPassword = () => {
  const message = 'The password is wrong.';
  return refuse('forbidden', 'wrong_password', message, [{ path: 'password', message }]);
};

/** Takes a proof of who somebody is, for a session that owes one or that wants to do something grave. */
export const proveSession = defineCommand({
  operation: 'sessions.prove',
  summary: 'Prove who one is',
  input: z.object({
    session: z.string().max(100),
    proof: z.union([
      z.strictObject({ by: z.literal('totp'), code: z.string().max(60) }),
      z.strictObject({ by: z.literal('recovery_code'), code: z.string().max(60) }),
      /** The stored hash that it was compared with. */
      z.strictObject({ by: z.literal('password'), provenBy: z.string().max(500) }),
      /** A passkey whose signature was checked, and the counter it came with. */
      z.strictObject({ by: z.literal('passkey'), passkey: z.string().max(1400), counter: z.int() }),
    ]),
  }),
  output: z.object({}),
  target: ({ db, input }) => ownTarget(db, input.session, 'prove'),
  async run({ tx, input: { proof }, target: { session }, serverSecret }) {
    const { id } = session.person;
    if (proof.by === 'totp') {
      if (!(await takeCode(tx, id, proof.code, serverSecret))) return wrongCode();
    } else if (proof.by === 'recovery_code') {
      // It stands in for a lost factor when signing in, and for nothing afterwards.
      if (session.owes !== 'factor' || !(await spendRecoveryCode(tx, id, proof.code))) {
        return wrongCode();
      }
    } else if (proof.by === 'password') {
      if (session.hasFactor) return refuse('forbidden', 'proof_needed', 'Prove your factor.');
      const [stored] = await tx.select().from(passwords).where(eq(passwords.identityId, id));
      if (stored?.hash !== proof.provenBy) return wrongPassword();
      // A password that lets nobody in proves nothing either.
      if ((await localSignInOf(tx, id)) === 'off') {
        return refuse('conflict', 'local_sign_in_off', 'Passwords are switched off here.');
      }
    } else if (!(await takeCounter(tx, { ...proof, identityId: id }))) {
      return clonedPasskey();
    }
    await markProven(tx, session.id, proof.by);
    return {
      value: {},
      audit: {
        after: { proof: proof.by, session: session.id, signIn: session.owes === 'factor' },
        affects: [],
      },
    };
  },
});

const FAILURES = 5;
const WINDOW_SECONDS = 15 * 60;
const WRONG: ReadonlySet<string> = new Set(['wrong_code', 'wrong_password', 'passkey_refused']);

/** Runs a proof under the limit of wrong ones: 5 of a person in 15 minutes, whatever they try. */
export async function limited<T extends { ok: true }>(
  door: FactorDoor,
  work: () => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const session = await findOwnSession(door.db, door.sessionId);
  if (isRefusal(session)) return session;
  const counter = { name: 'factor', points: FAILURES, windowSeconds: WINDOW_SECONDS };
  const limits = [limitOf(door.db, counter, session.person.id)];
  const waitSeconds = await countAttempt(limits);
  if (waitSeconds > 0) {
    const minutes = Math.ceil(waitSeconds / 60);
    const message = `Too many wrong attempts. Try again in ${minutes} minutes.`;
    return { ...refuse('throttled', 'too_many_attempts', message), retryAfterSeconds: waitSeconds };
  }
  const result = await work();
  if (result.ok || !WRONG.has(result.code)) await forgiveAttempt(limits);
  return result;
}

export const proveByCode = (door: FactorDoor, by: 'totp' | 'recovery_code', code: string) =>
  limited(door, () => runOwn(proveSession, door, { proof: { by, code } }));

export const proveByPassword = (door: FactorDoor, password: string) =>
  limited(door, async () => {
    const session = await findOwnSession(door.db, door.sessionId);
    if (isRefusal(session)) return session;
    const ofPerson = eq(passwords.identityId, session.person.id);
    const [stored] = await door.db.select().from(passwords).where(ofPerson);
    const isRight = await passwordMatches(stored?.hash, password.slice(0, 201));
    // What matches no stored hash is refused, and recorded, by the command.
    const provenBy = isRight ? (stored?.hash ?? '') : 'none';
    return runOwn(proveSession, door, { proof: { by: 'password', provenBy } });
  });
