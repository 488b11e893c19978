import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { passkeys } from '@/db/schema/factors';
import { sessions } from '@/db/schema/identities';
import { localSignInOf } from '@/domain/authority/can-sign-in';
import { personActor } from '@/domain/base/actor';
import type { Context } from '@/domain/base/context';
import { newId } from '@/domain/base/ids';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { countAttempt, forgiveAttempt, limitOf } from '@/domain/credentials/count-attempts';
import { SESSION_HOURS } from '@/domain/credentials/credential-facts';
import { networkOf } from '@/domain/decision/network';
import { denialRecorder, UNKNOWN_PERSON } from '@/domain/ledger/denial-recorder';
import { findIdentity } from '@/domain/targets/find-identity';
import { clonedPasskey, takeCounter } from './passkey-counter';
import { checkPasskey, stopCloned } from './passkeys';
import type { RelyingParty } from './relying-party';

/** Opens a session for the person of a passkey whose signature was checked. It counts as both factors. */
export const createSessionByPasskey = defineCommand({
  operation: 'sessions.createByPasskey',
  summary: 'Sign in with a passkey',
  input: z.object({
    identityId: z.string().max(100),
    passkey: z.string().max(1400),
    counter: z.int(),
  }),
  output: z.object({ id: z.string() }),
  async target({ db, input }) {
    const identity = await findIdentity(db, input.identityId, 'no key update');
    if (isRefusal(identity)) return identity;
    const { id, name, state } = identity;
    return { type: 'identity' as const, id, name, state };
  },
  async run({ tx, input, target, request }) {
    if (target.state !== 'active') {
      return refuse('conflict', 'identity_suspended', `${target.name} is suspended.`);
    }
    if ((await localSignInOf(tx, target.id)) === 'off') {
      return refuse('conflict', 'local_sign_in_off', 'Passkeys are switched off here.');
    }
    if (!(await takeCounter(tx, input))) return clonedPasskey();
    const [used] = await tx.select().from(passkeys).where(eq(passkeys.id, input.passkey));
    const id = newId('session');
    await tx.insert(sessions).values({
      ...{ id, identityId: target.id, ip: request.ip, userAgent: request.userAgent },
      expiresAt: sql`now() + make_interval(hours => ${SESSION_HOURS})`,
      ...{ secondFactor: 'passkey', provenAt: sql`now()` },
    });
    return {
      value: { id },
      audit: {
        target: { type: 'session', id, name: `session of ${target.name}` },
        after: { passkey: used?.name ?? null },
        affects: [],
      },
    };
  },
});

const FAILURES = 30;
const WINDOW_SECONDS = 15 * 60;

/** Signs somebody in by a passkey alone; a network has 30 failures in 15 minutes. All are recorded. */
export async function signInByPasskey(
  door: Pick<Context, 'db' | 'request' | 'serverSecret'>,
  party: RelyingParty,
  answer: unknown,
): Promise<{ ok: true; sessionId: string; identity: { id: string; name: string } } | Refusal> {
  const { db, request } = door;
  const counter = { name: 'passkey-ip', points: FAILURES, windowSeconds: WINDOW_SECONDS };
  const limits = [limitOf(db, counter, networkOf(request.ip))];
  const waitSeconds = await countAttempt(limits);
  if (waitSeconds > 0) {
    const message = 'Too many attempts. Wait and try again.';
    return { ...refuse('throttled', 'too_many_attempts', message), retryAfterSeconds: waitSeconds };
  }
  const checked = await checkPasskey({ db, sessionId: null }, party, answer);
  const person = checked.ok ? await findIdentity(db, checked.identityId) : checked;
  if (isRefusal(person) || !checked.ok) {
    const target = { type: 'identity' as const, id: null, name: null };
    const denial = { actor: UNKNOWN_PERSON, action: createSessionByPasskey.operation, target };
    const reason = checked.ok ? 'passkey_refused' : checked.code;
    await denialRecorder(db).record({ ...denial, reason, request }, networkOf(request.ip));
    return checked.ok ? (person as Refusal) : checked;
  }
  const actor = personActor(person, [createSessionByPasskey.operation]);
  const { identityId, passkey, counter: count } = checked;
  const use = { identityId, passkey, counter: count };
  const created = await runCommand(createSessionByPasskey, { ...door, actor }, use);
  if (!created.ok) {
    if (created.code === 'passkey_cloned') await stopCloned(door, checked);
    return created;
  }
  await forgiveAttempt(limits);
  return { ok: true, sessionId: created.value.id, identity: { id: person.id, name: person.name } };
}
