import { and, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { identities, passwords, sessions } from '@/db/schema/identities';
import { personActor } from '@/domain/base/actor';
import type { Context } from '@/domain/base/context';
import { mailboxOf } from '@/domain/base/email';
import { emailAddress, soughtText } from '@/domain/base/input';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { runCommand } from '@/domain/commands/run';
import { countAttempt, forgiveAttempt } from '@/domain/credentials/count-attempts';
import { passwordMatches } from '@/domain/credentials/password';
import { networkOf } from '@/domain/decision/network';
import { type Denial, denialRecorder, UNKNOWN_PERSON } from '@/domain/ledger/denial-recorder';
import { hasEmail } from '@/domain/targets/email-forms';
import { limitsFor } from './attempt-limits';
import { createSession } from './create-session';
import { readDevice, writeDevice } from './device';

/** The limits on wrong passwords bound these, and each names whom it concerns. */
const BOUNDED: ReadonlySet<string> = new Set([
  'wrong_password',
  'identity_suspended',
  'local_sign_in_off',
]);

const credentials = z.object({ email: soughtText(400), password: z.string().max(200) });
const wrong = () =>
  refuse('unauthenticated', 'wrong_credentials', 'The email or the password is wrong.');

export interface SignedIn {
  readonly ok: true;
  readonly sessionId: string;
  readonly identity: { readonly id: string; readonly name: string };
  /** Makes this browser a known one; see `readDevice`. */
  readonly deviceCookie: string;
}

export interface SignInDoor extends Pick<Context, 'db' | 'request' | 'serverSecret'> {
  readonly deviceCookie?: string | undefined;
}

/**
 * Signs a person in with a local password, within the limits of `limitsFor`. All failures read the
 * same, and all of somebody's, nobody's and throttled ones are recorded.
 */
export async function signIn(door: SignInDoor, rawInput: unknown): Promise<SignedIn | Refusal> {
  const { db, request } = door;
  const parsed = credentials.safeParse(rawInput);
  if (!parsed.success) {
    const denial = { ...asUnknown(''), action: createSession.operation, request };
    await denialRecorder(db).record({ ...denial, reason: 'unreadable' }, networkOf(request.ip));
    return wrong();
  }
  const email = mailboxOf(parsed.data.email).toLowerCase();
  const person = await findPerson(db, email);
  const device = readDevice(door.deviceCookie, door.serverSecret);
  const isKnownDevice = person !== null && device?.people.includes(person.identity.id) === true;
  const limits = limitsFor(db, {
    subject: person?.identity.id ?? email,
    ip: request.ip,
    deviceId: isKnownDevice ? device.id : null,
    isKnownNetwork: person !== null && (await isKnownNetwork(db, person.identity.id, request.ip)),
  });
  const deny = (reason: string) => {
    const who = person ? asThemselves(person.identity) : asUnknown(email);
    const denial = { ...who, action: createSession.operation, reason, request };
    return denialRecorder(db).record(denial, BOUNDED.has(reason) ? null : networkOf(request.ip));
  };
  const waitSeconds = await countAttempt(limits);
  if (waitSeconds > 0) {
    await deny('too_many_attempts');
    return {
      ...refuse('throttled', 'too_many_attempts', 'Too many attempts. Wait and try again.'),
      retryAfterSeconds: waitSeconds,
    };
  }
  const matches = await passwordMatches(person?.hash ?? undefined, parsed.data.password);
  if (!person || !matches || person.identity.state !== 'active') {
    await deny(!person ? 'unknown_email' : matches ? 'identity_suspended' : 'wrong_password');
    return wrong();
  }
  const { identity, hash } = person;
  const proven = { identityId: identity.id, provenBy: hash };
  const created = await runCommand(createSession, { ...door, actor: signingIn(identity) }, proven);
  if (!created.ok) {
    await deny(created.code);
    // Whose password is right may know that it is of no use here.
    return created.code === 'local_sign_in_off'
      ? refuse('unauthenticated', 'local_sign_in_off', 'Passwords are switched off here.')
      : wrong();
  }
  await forgiveAttempt(limits);
  const { cookie } = writeDevice(device, identity.id, door.serverSecret);
  return { ok: true, sessionId: created.value.id, identity, deviceCookie: cookie };
}

async function findPerson(db: Database, email: string) {
  const [row] = await db
    .select({ identity: identities, hash: passwords.hash })
    .from(identities)
    .leftJoin(passwords, eq(passwords.identityId, identities.id))
    .where(hasEmail(email));
  return row ?? null;
}

/** Whether the person has signed in from this network in the last 30 days. */
async function isKnownNetwork(db: Database, identityId: string, ip: string | null) {
  if (ip === null) return false;
  const lately = gt(sessions.createdAt, sql`now() - interval '30 days'`);
  const seen = await db
    .selectDistinct({ ip: sessions.ip })
    .from(sessions)
    .where(and(eq(sessions.identityId, identityId), lately));
  return seen.some((session) => session.ip !== null && networkOf(session.ip) === networkOf(ip));
}

type Who = Pick<Denial, 'actor' | 'target'>;

const asThemselves = ({ id, name }: { id: string; name: string }): Who => ({
  actor: signingIn({ id, name }),
  target: { type: 'identity', id, name },
});

/** People type secrets into the wrong field: only what reads as an email is kept. */
const asUnknown = (email: string): Who => ({
  actor: UNKNOWN_PERSON,
  target: { type: 'identity', id: null, name: emailAddress().safeParse(email).data ?? null },
});

const signingIn = (identity: { id: string; name: string }) =>
  personActor(identity, [createSession.operation]);
