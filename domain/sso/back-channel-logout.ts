import { createHash } from 'node:crypto';
import { providerActor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { countAttempt, forgiveAttempt, limitOf } from '@/domain/credentials/count-attempts';
import { readClockMs } from '@/domain/decision/clock';
import { networkOf } from '@/domain/decision/network';
import { refuseSignature } from '@/domain/issuers/refuse-signature';
import { denialRecorder, UNKNOWN_PERSON } from '@/domain/ledger/denial-recorder';
import { endByProvider } from './end-by-provider';
import { logoutClaims } from './logout-claims';
import type { ProviderRow } from './provider-target';
import { SIGNATURES } from './redeem-code';
import type { SignOnDoor } from './single-sign-on';

/** Failures of one network. A provider tells many logouts, each of them good. */
const COUNTER = { name: 'back-channel-logout', points: 100, windowSeconds: 300 };
export const MAX_LOGOUT_TOKEN_BYTES = 16_384;

export type LoggedOut =
  | { readonly ok: true; readonly ended: number }
  | { readonly ok: false; readonly wrong: string; readonly retryAfterSeconds?: number };

/**
 * Takes a logout token (OpenID Connect Back-Channel Logout 1.0) and ends the sessions it names, at
 * once. Whatever is wrong with it is recorded, and ends nothing.
 */
export async function backChannelLogout(
  door: Pick<SignOnDoor, 'db' | 'request' | 'serverSecret' | 'asking'>,
  provider: ProviderRow,
  token: string,
): Promise<LoggedOut> {
  const { db, request, asking } = door;
  const { id, name } = provider;
  const limits = [limitOf(db, COUNTER, networkOf(request.ip))];
  const retryAfterSeconds = await countAttempt(limits);
  const deny = async (wrong: string): Promise<LoggedOut> => {
    const target = { type: 'ssoProvider' as const, id, name };
    const denial = { actor: UNKNOWN_PERSON, action: endByProvider.operation, target, request };
    const reason = `logout_token_refused: ${wrong}`;
    await denialRecorder(db).record({ ...denial, reason }, networkOf(request.ip));
    return { ok: false, wrong, ...(retryAfterSeconds > 0 && { retryAfterSeconds }) };
  };
  if (retryAfterSeconds > 0) return deny('too many attempts');
  if (token.length > MAX_LOGOUT_TOKEN_BYTES) return deny('too long');
  const nowSeconds = Math.floor((await readClockMs(db)) / 1_000);
  const claims = logoutClaims(token, provider, nowSeconds);
  if (typeof claims === 'string') return deny(claims);
  const unsigned = await refuseSignature(token, asking.issuers.keys(provider.issuer), SIGNATURES);
  if (unsigned) return deny(unsigned.reason);
  const { jti, subject, sid, exp } = claims;
  const jtiSha256 = createHash('sha256').update(`logout ${jti}`).digest('hex');
  const actor = providerActor({ id, name }, [endByProvider.operation]);
  const input = { provider: id, subject, sid, jtiSha256, exp };
  const ended = await runCommand(endByProvider, { ...door, actor }, input);
  if (!ended.ok) return deny(ended.code);
  await forgiveAttempt(limits);
  return { ok: true, ended: ended.value.ended };
}
