import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { passkeys } from '@/db/schema/factors';
import { systemActor } from '@/domain/base/actor';
import type { Context } from '@/domain/base/context';
import { label } from '@/domain/base/input';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { refuseLastFactor } from './last-factor';
import { type FactorDoor, findOwnSession, ownTarget, proofNeeded, runOwn } from './own-session';
import { type ChallengePurpose, makeChallenge, takeChallenge } from './passkey-challenges';
import { clonedPasskey, markCloned } from './passkey-counter';
import { limited, proveSession } from './prove';
import type { RelyingParty } from './relying-party';
import { markProven } from './totp';

const MAX_PASSKEYS = 20;
const encoded = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\w-]*$/);
const answered = z.object({
  id: encoded(1400).min(1),
  rawId: encoded(1400),
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  authenticatorAttachment: z.string().max(30).optional(),
});
export const signedAnswer = answered.extend({
  response: z.object({
    clientDataJSON: encoded(4_000),
    authenticatorData: encoded(4_000),
    signature: encoded(2_000),
    userHandle: encoded(200).optional(),
  }),
});
/** How browsers reach authenticators (Web Authentication Level 3, section 5.8.4). */
const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;

const registeredAnswer = answered.extend({
  response: z
    .object({
      clientDataJSON: encoded(4_000),
      attestationObject: encoded(40_000),
      transports: z.array(z.string().max(20)).max(10).optional(),
    })
    .loose(),
});

export const refusedPasskey = () =>
  refuse(
    'forbidden',
    'passkey_refused',
    'This passkey can’t be taken. Try again, or use another way.',
  );

/** What the browser asks an authenticator for, to make a new passkey of this session's person. */
export async function registrationOptions(door: FactorDoor, party: RelyingParty) {
  const session = await findOwnSession(door.db, door.sessionId);
  if (isRefusal(session)) return session;
  if (session.owes === 'factor' || !session.mayEnrol) return proofNeeded();
  const { id, name, email } = session.person;
  const known = await door.db.select().from(passkeys).where(eq(passkeys.identityId, id));
  const options = await generateRegistrationOptions({
    ...{ rpName: 'Keyward', rpID: party.id, attestationType: 'none' },
    ...{ userID: Uint8Array.from(Buffer.from(id)), userName: email, userDisplayName: name },
    challenge: Uint8Array.from(
      Buffer.from(await makeChallenge(door.db, 'register', session.id), 'base64url'),
    ),
    excludeCredentials: known.map((passkey) => ({ id: passkey.id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { ok: true as const, value: options };
}

/** The same, to prove one of theirs; of anybody's, where nobody is signed in. */
export async function authenticationOptions(
  { db, sessionId }: Pick<Context, 'db'> & { readonly sessionId: string | null },
  party: RelyingParty,
) {
  const purpose = sessionId === null ? 'sign-in' : 'prove';
  let allowCredentials: { id: string; transports: AuthenticatorTransport[] }[] = [];
  if (sessionId !== null) {
    const session = await findOwnSession(db, sessionId);
    if (isRefusal(session)) return session;
    const theirs = and(eq(passkeys.identityId, session.person.id), isNull(passkeys.clonedAt));
    const known = await db.select().from(passkeys).where(theirs);
    allowCredentials = known.map(({ id, transports }) => ({
      ...{ id, transports: transports as AuthenticatorTransport[] },
    }));
    if (allowCredentials.length === 0) return refusedPasskey();
  }
  const challenge = Buffer.from(await makeChallenge(db, purpose, sessionId), 'base64url');
  const options = await generateAuthenticationOptions({
    ...{ rpID: party.id, challenge: Uint8Array.from(challenge), userVerification: 'required' },
    allowCredentials,
  });
  return { ok: true as const, value: options };
}

export interface CheckedPasskey {
  readonly ok: true;
  readonly passkey: string;
  readonly identityId: string;
  readonly counter: number;
}

/**
 * Checks what an authenticator signed: challenge, origin, relying party, that it asked its user, and the
 * signature (Web Authentication Level 3, 7.2). Its counter is for the command to take.
 */
export async function checkPasskey(
  { db, sessionId }: Pick<Context, 'db'> & { readonly sessionId: string | null },
  party: RelyingParty,
  rawAnswer: unknown,
): Promise<CheckedPasskey | Refusal> {
  const answer = signedAnswer.safeParse(rawAnswer);
  if (!answer.success) return refusedPasskey();
  const purpose: ChallengePurpose = sessionId === null ? 'sign-in' : 'prove';
  const { clientDataJSON, userHandle } = answer.data.response;
  const challenge = await takeChallenge(db, clientDataJSON, purpose, sessionId);
  const [stored] = await db.select().from(passkeys).where(eq(passkeys.id, answer.data.id));
  if (challenge === null || !stored) return refusedPasskey();
  const handle = Buffer.from(stored.identityId).toString('base64url');
  if (userHandle !== undefined && userHandle !== handle) return refusedPasskey();
  if (stored.clonedAt) return clonedPasskey();
  try {
    const checked = await verifyAuthenticationResponse({
      response: answer.data as AuthenticationResponseJSON,
      ...{ expectedChallenge: challenge, expectedOrigin: party.origin, expectedRPID: party.id },
      requireUserVerification: true,
      // Its counter is compared where it is written down, so that two uses at once are seen.
      credential: {
        ...{ id: stored.id, counter: 0 },
        publicKey: Uint8Array.from(Buffer.from(stored.publicKey, 'base64url')),
      },
    });
    if (!checked.verified) return refusedPasskey();
    const counter = checked.authenticationInfo.newCounter;
    return { ok: true, passkey: stored.id, identityId: stored.identityId, counter };
  } catch {
    return refusedPasskey();
  }
}

/** Proves a session's person by one of their passkeys. */
export const proveByPasskey = (door: FactorDoor, party: RelyingParty, answer: unknown) =>
  limited(door, async () => {
    const checked = await checkPasskey(door, party, answer);
    if (!checked.ok) return checked;
    const { passkey, counter } = checked;
    const result = await runOwn(proveSession, door, { proof: { by: 'passkey', passkey, counter } });
    if (!result.ok && result.code === 'passkey_cloned') await stopCloned(door, checked);
    return result;
  });

/** A counter went back: what refused the use has rolled back, so this is a change of its own. */
export async function stopCloned(
  door: Pick<Context, 'db' | 'request' | 'serverSecret'>,
  { passkey, counter }: CheckedPasskey,
): Promise<void> {
  const actor = systemActor('sign-in', [markCloned.operation]);
  await runCommand(markCloned, { ...door, actor }, { passkey, counter });
}

/** Keeps a passkey whose registration was checked. The session has proved it with that. */
export const addPasskey = defineCommand({
  operation: 'passkeys.add',
  summary: 'Add a passkey',
  input: z.object({
    session: z.string().max(100),
    name: label(),
    id: z.string().min(1).max(1400),
    publicKey: z.string().max(4_000),
    counter: z.int().min(0),
    transports: z.array(z.enum(TRANSPORTS)).max(10),
    isBackedUp: z.boolean(),
  }),
  output: z.object({ id: z.string() }),
  conflicts: { passkeys_pkey: { path: 'id', message: 'This passkey is known already.' } },
  target: ({ db, input }) => ownTarget(db, input.session, 'enrol'),
  async run({ tx, input: { session: _, ...passkey }, target: { session } }) {
    const identityId = session.person.id;
    if ((await tx.$count(passkeys, eq(passkeys.identityId, identityId))) >= MAX_PASSKEYS) {
      return refuse('conflict', 'already_exists', `${MAX_PASSKEYS} passkeys are enough.`);
    }
    await tx.insert(passkeys).values({ ...passkey, identityId });
    await markProven(tx, session.id, 'passkey');
    const { id, name, isBackedUp } = passkey;
    return { value: { id }, audit: { after: { passkey: name, isBackedUp }, affects: [] } };
  },
});

/** Checks a registration (Web Authentication Level 3, 7.1) and keeps the passkey. */
export async function registerPasskey(
  door: FactorDoor,
  party: RelyingParty,
  { name, answer }: { readonly name: string; readonly answer: unknown },
) {
  const parsed = registeredAnswer.safeParse(answer);
  if (!parsed.success) return refusedPasskey();
  const { clientDataJSON } = parsed.data.response;
  const expectedChallenge = await takeChallenge(
    door.db,
    clientDataJSON,
    'register',
    door.sessionId,
  );
  if (expectedChallenge === null) return refusedPasskey();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: parsed.data as unknown as RegistrationResponseJSON,
      ...{ expectedChallenge, expectedOrigin: party.origin, expectedRPID: party.id },
      requireUserVerification: true,
    });
    if (!verified) return refusedPasskey();
    const { credential, credentialBackedUp: isBackedUp } = registrationInfo;
    return await runOwn(addPasskey, door, {
      ...{ name, isBackedUp, id: credential.id, counter: credential.counter },
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      // Of another kind, it is left out: it only helps a browser to ask.
      transports: TRANSPORTS.filter((one) => parsed.data.response.transports?.includes(one)),
    });
  } catch {
    return refusedPasskey();
  }
}

/** Removes a passkey. The browser it was used in keeps its session. */
export const removePasskey = defineCommand({
  operation: 'passkeys.remove',
  summary: 'Remove a passkey',
  input: z.object({ session: z.string().max(100), id: z.string().max(1400) }),
  output: z.object({}),
  target: ({ db, input }) => ownTarget(db, input.session, 'enrol'),
  async run({ tx, input, target: { session } }) {
    const [removed] = await tx
      .delete(passkeys)
      .where(and(eq(passkeys.id, input.id), eq(passkeys.identityId, session.person.id)))
      .returning();
    if (!removed) return refuse('conflict', 'last_factor', 'This passkey was removed already.');
    const refusal = await refuseLastFactor(tx, session);
    if (refusal) return refusal;
    return { value: {}, audit: { before: { passkey: removed.name }, affects: [] } };
  },
});
