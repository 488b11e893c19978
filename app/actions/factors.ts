'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { type ActionOutcome, isOn, textOf, toDone, toFormState } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import { factorDoor } from '@/app/server/session';
import type { Ways } from '@/components/factors/proving';
import { paths } from '@/components/paths';
import type { FormState } from '@/components/ui/form-state';
import { localSignInOf } from '@/domain/authority/can-sign-in';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import type { CommandResult } from '@/domain/commands/define';
import { environment } from '@/domain/environment/env';
import { setFactorPolicy } from '@/domain/factors/factor-policy';
import { readFactors } from '@/domain/factors/list-factors';
import { totpAddress } from '@/domain/factors/one-time-code';
import { type FactorDoor, findOwnSession, runOwn } from '@/domain/factors/own-session';
import {
  authenticationOptions,
  proveByPasskey,
  registerPasskey,
  registrationOptions,
  removePasskey,
} from '@/domain/factors/passkeys';
import { proveByCode, proveByPassword } from '@/domain/factors/prove';
import { renewRecoveryCodes } from '@/domain/factors/recovery-codes';
import { type RelyingParty, relyingPartyOf } from '@/domain/factors/relying-party';
import { renamePasskey } from '@/domain/factors/rename-passkey';
import { beginTotp, confirmTotp, removeTotp } from '@/domain/factors/totp';
import { beginOwnProof, provingProvider } from '@/domain/sso/prove-at-provider';

type Work<Value> = (door: FactorDoor) => Promise<Refusal | { ok: true; value: Value }>;

async function own<Value>(work: Work<Value>): Promise<Refusal | { ok: true; value: Value }> {
  const door = await factorDoor();
  return isRefusal(door) ? door : work(door);
}

const withParty = <Value>(
  work: (door: FactorDoor, party: RelyingParty) => ReturnType<Work<Value>>,
) =>
  own<Value>(async (door) => {
    const party = relyingPartyOf(environment().keywardUrl);
    if (party !== null) return work(door, party);
    return refuse('conflict', 'passkey_refused', 'Passkeys need an address with a name.');
  });

export async function proofWaysAction(): Promise<ActionOutcome<Ways>> {
  const found = await own<Ways>(async (door) => {
    const session = await findOwnSession(door.db, door.sessionId);
    if (isRefusal(session)) return session;
    const factors = await readFactors(door.db, session.person.id);
    const value = {
      password: factors.hasPassword && (await localSignInOf(door.db, session.person.id)) !== 'off',
      app: factors.app !== null,
      passkey: factors.passkeys.some(({ clonedAt }) => clonedAt === null),
      provider: (await provingProvider(door.db, session))?.name ?? null,
      isByProvider: session.providerId !== null,
      passkeyOrigin: relyingPartyOf(environment().keywardUrl)?.origin ?? null,
    };
    return { ok: true as const, value };
  });
  return toFormState(found);
}

export async function proveByCodeAction(_: FormState, form: FormData): Promise<FormState> {
  const by = textOf(form, 'by') === 'recovery_code' ? 'recovery_code' : 'totp';
  return toDone(await own((door) => proveByCode(door, by, textOf(form, 'code'))));
}

export async function proveByPasswordAction(_: FormState, form: FormData): Promise<FormState> {
  return toDone(await own((door) => proveByPassword(door, textOf(form, 'password'))));
}

/** Begins a proof at one’s provider. @returns where it is to lead back to */
export async function beginProofAction() {
  return toFormState(await own(beginOwnProof), ({ provider: slug, proof }) => ({
    slug,
    returnTo: paths.proof({ proof }),
  }));
}

export async function passkeyOptionsAction(): Promise<ActionOutcome<object>> {
  return toFormState(await withParty<object>((door, party) => authenticationOptions(door, party)));
}

export async function proveByPasskeyAction(answer: unknown): Promise<ActionOutcome> {
  return toDone(await withParty((door, party) => proveByPasskey(door, party, answer)));
}

export async function beginTotpAction(): Promise<
  ActionOutcome<{ secret: string; address: string }>
> {
  return toFormState(await own((door) => runOwn(beginTotp, door, {})), ({ secret, email }) => ({
    secret,
    address: totpAddress(secret, email),
  }));
}

/** @returns the recovery codes, where these are their first */
export async function confirmTotpAction(
  _: FormState<string[]>,
  form: FormData,
): Promise<FormState<string[]>> {
  const code = textOf(form, 'code');
  return toFormState(
    await own((door) => withFirstCodes(door, runOwn(confirmTotp, door, { code }))),
  );
}

export async function removeTotpAction(): Promise<ActionOutcome> {
  return toDone(await own((door) => runOwn(removeTotp, door, {})));
}

export async function registrationOptionsAction(): Promise<ActionOutcome<object>> {
  return toFormState(await withParty<object>((door, party) => registrationOptions(door, party)));
}

/** @returns as `confirmTotpAction` */
export async function addPasskeyAction(
  name: unknown,
  answer: unknown,
): Promise<ActionOutcome<string[]>> {
  return toFormState(
    await withParty<string[]>((door, party) =>
      withFirstCodes(door, registerPasskey(door, party, { name: String(name), answer })),
    ),
  );
}

export async function removePasskeyAction(id: unknown): Promise<ActionOutcome> {
  return toDone(await own((door) => runOwn(removePasskey, door, { id })));
}

/** Renames one of one’s own passkeys. */
export async function renamePasskeyAction(_: FormState, form: FormData): Promise<FormState> {
  const input = { id: textOf(form, 'passkey'), name: textOf(form, 'name') };
  return toDone(await own((door) => runOwn(renamePasskey, door, input)));
}

export async function renewCodesAction(): Promise<ActionOutcome<string[]>> {
  return toFormState(
    await own((door) => runOwn(renewRecoveryCodes, door, {})),
    ({ secret }) => secret,
  );
}

async function withFirstCodes(
  door: FactorDoor,
  adding: Promise<CommandResult<unknown>>,
): Promise<Refusal | { ok: true; value: string[] }> {
  const added = await adding;
  if (!added.ok) return added;
  const session = await findOwnSession(door.db, door.sessionId);
  if (isRefusal(session)) return session;
  const { recoveryCodesLeft } = await readFactors(door.db, session.person.id);
  if (recoveryCodesLeft > 0) return { ok: true, value: [] };
  const made = await runOwn(renewRecoveryCodes, door, {});
  return made.ok ? { ok: true, value: made.value.secret } : made;
}

export async function setFactorPolicyAction(_: FormState, form: FormData): Promise<FormState> {
  const acceptsProviderFactor = isOn(form, 'acceptsProviderFactor');
  const secondFactor = textOf(form, 'secondFactor');
  return toDone(await act(setFactorPolicy, { secondFactor, acceptsProviderFactor }));
}

const AUTH_COOKIE = /^(__Secure-|__Host-)?next-auth\./;

/** Forgets a session that owes a factor: it opens nothing, and ends by itself. */
export async function leaveAction(): Promise<void> {
  const jar = await cookies();
  for (const { name } of jar.getAll()) {
    if (AUTH_COOKIE.test(name)) jar.delete({ name, path: '/', secure: name.startsWith('__') });
  }
  redirect(paths.signIn({ reason: 'signed_out' }));
}
