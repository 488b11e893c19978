import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { ssoAccounts } from '@/db/schema/sso';
import { personActor, providerActor } from '@/domain/base/actor';
import type { Context } from '@/domain/base/context';
import { runCommand } from '@/domain/commands/run';
import { countAttempt, forgiveAttempt, limitOf } from '@/domain/credentials/count-attempts';
import { readClockMs } from '@/domain/decision/clock';
import { networkOf } from '@/domain/decision/network';
import type { Claims } from '@/domain/issuers/claim-at';
import { denialRecorder, UNKNOWN_PERSON } from '@/domain/ledger/denial-recorder';
import { admitPerson } from './admit-person';
import { clientSecretOf, type SecretSource, SecretUnavailable } from './client-secret';
import { openSession } from './open-session';
import type { ProviderRow } from './provider-target';
import { receivedGroups } from './received-groups';
import { type ReceivedPerson, receivedPerson, receivedProof } from './received-person';
import { type Asking, type ComeBack, type Redeemed, redeemCode } from './redeem-code';
import { signOn } from './sign-on';
import { isSignOnReason, type SignOnReason } from './sso-facts';
import { syncMembership } from './sync-membership';

/** Failures of one network: many people share addresses, and each failure asks a provider something. */
const COUNTER = { name: 'single-sign-on', points: 60, windowSeconds: 300 };

export interface SignOnDoor extends Pick<Context, 'db' | 'request' | 'serverSecret'> {
  readonly asking: Asking;
  readonly secrets: SecretSource;
}

export interface SignedOn {
  readonly ok: true;
  readonly sessionId: string;
  readonly identity: { readonly id: string; readonly name: string };
}

export interface NotSignedOn {
  readonly ok: false;
  readonly reason: SignOnReason;
}

/**
 * Signs in somebody who came back from a provider. Who they are, issuer and subject say, and nothing
 * else; whatever is wrong is recorded, and no session is opened.
 */
export async function singleSignOn(
  door: SignOnDoor,
  provider: ProviderRow,
  back: ComeBack,
): Promise<SignedOn | NotSignedOn> {
  const limits = [limitOf(door.db, COUNTER, networkOf(door.request.ip))];
  if ((await countAttempt(limits)) > 0) {
    return denySignOn(door, provider, 'too_many_attempts');
  }
  const redeemed = await redeem(door, provider, back);
  if (!redeemed.ok) return denySignOn(door, provider, redeemed.reason, { note: redeemed.note });
  const person = receivedPerson(mergedClaims(redeemed.sources));
  if (!person) return denySignOn(door, provider, 'claims_unusable');
  const input = {
    ...{ provider: provider.id, ...person },
    ...receivedProof(redeemed.sources[0] ?? {}),
    groups: receivedGroups(redeemed.sources, provider.groupsClaim),
  };
  const actor = providerActor({ id: provider.id, name: provider.name }, [
    ...[signOn.operation, admitPerson.operation, openSession.operation, syncMembership.operation],
  ]);
  const context = { ...door, actor };
  const signed = await runInTurn(context, input);
  if (signed.ok) {
    await forgiveAttempt(limits);
    const { session: sessionId, identity } = signed.value;
    if (sessionId !== null) return { ok: true, sessionId, identity };
  }
  if (signed.ok || signed.code === 'last_administrator') {
    // What else they have lost at the provider, they lose all the same.
    await runInTurn(context, { ...input, keepsAdministrators: true });
    return denySignOn(door, provider, 'last_administrator', { person });
  }
  const reason = isSignOnReason(signed.code) ? signed.code : 'claims_unusable';
  return denySignOn(door, provider, reason, { person });
}

/** Two first sign-ins at once make one person: the second finds who the first has made. */
async function runInTurn(context: Context, input: z.input<typeof signOn.input>) {
  const signed = await runCommand(signOn, context, input);
  return signed.ok || signed.code !== 'already_exists'
    ? signed
    : runCommand(signOn, context, input);
}

/**
 * What a provider says of who came back, without letting anybody in: for a test, or to link an account.
 * It counts against the same limit as signing in.
 */
export async function receivePerson(
  door: SignOnDoor,
  provider: ProviderRow,
  back: ComeBack,
): Promise<
  | { readonly person: ReceivedPerson; readonly sources: readonly Claims[] }
  | { readonly failure: SignOnReason; readonly note?: string | undefined }
> {
  const limits = [limitOf(door.db, COUNTER, networkOf(door.request.ip))];
  if ((await countAttempt(limits)) > 0) return { failure: 'too_many_attempts' };
  const redeemed = await redeem(door, provider, back);
  if (!redeemed.ok) return { failure: redeemed.reason, note: redeemed.note };
  const person = receivedPerson(mergedClaims(redeemed.sources));
  if (!person) return { failure: 'claims_unusable' };
  await forgiveAttempt(limits);
  return { person, sources: redeemed.sources };
}

/** Claims of all sources, the best of each name. */
export const mergedClaims = (sources: readonly Claims[]): Claims =>
  Object.assign({}, ...[...sources].reverse());

async function redeem(
  { db, asking, secrets }: SignOnDoor,
  provider: ProviderRow,
  back: ComeBack,
): Promise<Redeemed> {
  try {
    const { issuer, clientId } = provider;
    const clientSecret = await clientSecretOf(provider, secrets);
    const nowSeconds = Math.floor((await readClockMs(db)) / 1_000);
    return await redeemCode({ issuer, clientId, clientSecret }, back, asking, nowSeconds);
  } catch (error) {
    if (!(error instanceof SecretUnavailable)) throw error;
    return { ok: false, reason: 'secret_unavailable', note: error.message };
  }
}

/** Records a sign-in that failed, as that of the person where an account of theirs was signed in with. */
export async function denySignOn(
  { db, request }: Pick<SignOnDoor, 'db' | 'request'>,
  provider: Pick<ProviderRow, 'id' | 'name' | 'issuer'>,
  reason: SignOnReason,
  known: { readonly person?: ReceivedPerson; readonly note?: string | undefined } = {},
): Promise<NotSignedOn> {
  const who = known.person && (await findPerson(db, provider.issuer, known.person.subject));
  const { id, name } = provider;
  await denialRecorder(db).record(
    {
      ...{ actor: who ? personActor(who, []) : UNKNOWN_PERSON, action: signOn.operation, request },
      target: { type: 'ssoProvider', id, name },
      reason: known.note === undefined ? reason : `${reason}: ${known.note}`,
    },
    // The counter bounds those that name somebody.
    who ? null : networkOf(request.ip),
  );
  return { ok: false, reason };
}

async function findPerson(db: Database, issuer: string, subject: string) {
  const [row] = await db
    .select({ id: identities.id, name: identities.name })
    .from(ssoAccounts)
    .innerJoin(identities, eq(identities.id, ssoAccounts.identityId))
    .where(and(eq(ssoAccounts.issuer, issuer), eq(ssoAccounts.subject, subject)));
  return row;
}
