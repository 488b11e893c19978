import { compactVerify, errors } from 'jose';
import { type IssuerKeys, IssuerUnavailable } from './known-issuers';

const MAX_CANDIDATES = 4;

export interface WrongSignature {
  readonly reason:
    | 'keys_unavailable'
    | 'key_unknown'
    | 'algorithm_refused'
    | 'signature_invalid'
    | 'jwt_malformed';
  /** What can be said of the keys. */
  readonly note?: string;
}

/**
 * Holds the signature of a compact JWS (RFC 7515) against its issuer's keys; null where it is good.
 * @param algorithms those that will do; `none` and shared secrets are never among them
 */
export async function refuseSignature(
  jwt: string,
  key: ReturnType<IssuerKeys>,
  algorithms: readonly string[],
): Promise<WrongSignature | null> {
  try {
    await compactVerify(jwt, key, { algorithms: [...algorithms] });
    return null;
  } catch (error) {
    if (error instanceof errors.JWKSMultipleMatchingKeys) {
      return refuseEach(jwt, error, algorithms);
    }
    return reasonFor(error);
  }
}

/** An issuer that names no keys: any of the few that fit may have signed. */
async function refuseEach(
  jwt: string,
  candidates: InstanceType<typeof errors.JWKSMultipleMatchingKeys>,
  algorithms: readonly string[],
): Promise<WrongSignature | null> {
  let tried = 0;
  for await (const key of candidates) {
    if (tried === MAX_CANDIDATES) break;
    tried += 1;
    try {
      await compactVerify(jwt, key, { algorithms: [...algorithms] });
      return null;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) return reasonFor(error);
    }
  }
  return { reason: 'signature_invalid' };
}

function reasonFor(error: unknown): WrongSignature {
  if (error instanceof IssuerUnavailable)
    return { reason: 'keys_unavailable', note: error.message };
  if (error instanceof errors.JWKSTimeout) return { reason: 'keys_unavailable' };
  if (error instanceof errors.JWKSNoMatchingKey) return { reason: 'key_unknown' };
  if (error instanceof errors.JOSEAlgNotAllowed) return { reason: 'algorithm_refused' };
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return { reason: 'signature_invalid' };
  if (error instanceof errors.JOSEError) return { reason: 'jwt_malformed' };
  // Keys that the platform won't take: too short, on another curve.
  if (error instanceof TypeError) return { reason: 'key_unknown' };
  if (error instanceof DOMException) return { reason: 'key_unknown' };
  throw error;
}
