import { actorOfBearer } from '@/domain/actors/resolve-actor';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import { runCommand } from '@/domain/commands/run';
import { bearerOf } from '@/domain/decision/bearer';
import { delegateOwnToken } from '@/domain/tokens/delegate-token';
import type { ExchangeForm, OAuthError } from '@/domain/workloads/exchange-form';
import type { ExchangeDoor } from '@/domain/workloads/exchange-jwt';
import { decisionOf, recordDecision } from './decision';
import type { Exchanged } from './exchange-answer';

type DelegationForm = Extract<ExchangeForm, { kind: 'delegation' }>;

interface NotExchanged {
  readonly error: OAuthError;
  readonly error_description?: string;
}

const PATH = '/api/v1/token-exchange';
/** Who acts, where the form does not say. */
const SOMEBODY = 'token exchange';

/**
 * Exchanges a Keyward token for a child of it, as `tokens.delegateSelf` makes one. Presenting the token
 * is a use of it, so the decision is on record before anything is done. A dead token learns nothing; the
 * holder of a living one is told what was wrong.
 * @throws RecordingFailed where the decision can't be recorded
 */
export async function exchangeOwnToken(
  { idempotencyKey, ...door }: ExchangeDoor,
  { subjectToken, scopes, fields }: DelegationForm,
): Promise<Exchanged | NotExchanged> {
  const bearer = await bearerOf(door.db, subjectToken, door.request.ip);
  await recordDecision(
    decisionOf(
      bearer,
      delegateOwnToken,
      { method: 'POST', path: PATH, isRetry: false },
      door.request,
    ),
  );
  const actor = actorOfBearer(bearer);
  if (isRefusal(actor)) return { error: 'invalid_grant' };
  const { audience, acts_as, ttl_seconds, allowed_cidrs } = fields;
  const made = await runCommand(
    delegateOwnToken,
    { ...door, actor, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) },
    {
      actsAs: acts_as ?? SOMEBODY,
      ...(scopes && { scopes }),
      ...(ttl_seconds !== undefined && { ttlSeconds: wholeNumber(ttl_seconds) }),
      ...(audience !== undefined && { api: audience }),
      ...(allowed_cidrs !== undefined && { allowedCidrs: allowed_cidrs.split(' ') }),
    },
  );
  if (!made.ok) return told(made);
  const { token, secret } = made.value;
  const expiresIn = Math.max(0, Math.floor((Date.parse(token.expiresAt) - bearer.nowMs) / 1_000));
  return { token, secret, expiresIn };
}

const wholeNumber = (text: string): number | string =>
  /^\d{1,9}$/.test(text) ? Number(text) : text;

/** By what the form calls the field (RFC 8693, section 2.2.2). */
function told({ kind, errors, message }: Refusal): NotExchanged {
  const [first] = errors;
  const error_description = asDescription(first?.message ?? message);
  if (kind === 'unauthenticated') return { error: 'invalid_grant' };
  if (kind !== 'invalid') return { error: 'invalid_grant', error_description };
  if (first?.path.startsWith('scopes')) return { error: 'invalid_scope', error_description };
  const error = first?.path === 'api' ? 'invalid_target' : 'invalid_request';
  return { error, error_description };
}

/** The characters that an `error_description` may have (RFC 6749, section 5.2). */
const asDescription = (text: string): string =>
  text.replaceAll(/[“”’"]/g, "'").replaceAll(/[^\x20-\x7e]|\\/g, '?');
