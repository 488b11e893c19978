import * as oauth from 'oauth4webapi';
import type { Claims } from '@/domain/issuers/claim-at';
import { IssuerUnavailable, type KnownIssuers } from '@/domain/issuers/known-issuers';
import { refuseSignature } from '@/domain/issuers/refuse-signature';
import type { GuardedFetch } from '@/domain/outbound/guarded-fetch';
import { describeProvider, type ProviderMetadata } from './provider-metadata';
import type { SignOnReason } from './sso-facts';

/** How providers are asked. */
export interface Asking {
  readonly issuers: KnownIssuers;
  readonly fetch: GuardedFetch;
  /** Origins that may be private or without TLS. */
  readonly trusted: readonly string[];
}

/** Keyward as its provider knows it; `clientSecret` is null for a public client. */
export interface OwnClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
}

/** What a browser came back with, beside what it was sent away with. */
export interface ComeBack {
  readonly parameters: URLSearchParams;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

/** `sources`: claims of the ID token, then those of the UserInfo endpoint. */
export type Redeemed =
  | { readonly ok: true; readonly sources: readonly Claims[] }
  | { readonly ok: false; readonly reason: SignOnReason; readonly note?: string };

const TIMEOUT_MS = 8_000;
const MAX_BYTES = 256 * 1_024;
const LEEWAY_SECONDS = 30;
/** `none` and shared secrets are not among them. */
export const SIGNATURES = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/**
 * Turns an authorization code into what the provider says of the person (OpenID Connect Core 1.0,
 * 3.1.3): the response is held against state and issuer (RFC 9207), the code redeemed with PKCE, the ID
 * token's signature, issuer, audience, times and nonce checked, and the UserInfo endpoint asked.
 * @param nowSeconds since 1970, by the database's clock
 */
export async function redeemCode(
  own: OwnClient,
  back: ComeBack,
  asking: Asking,
  nowSeconds: number,
): Promise<Redeemed> {
  try {
    const server = await describeProvider(asking.issuers, own.issuer, asking.trusted);
    return await redeem(server, own, back, asking, nowSeconds);
  } catch (error) {
    return failureOf(error);
  }
}

async function redeem(
  server: ProviderMetadata,
  own: OwnClient,
  back: ComeBack,
  asking: Asking,
  nowSeconds: number,
): Promise<Redeemed> {
  const client: oauth.Client = {
    client_id: own.clientId,
    [oauth.clockSkew]: nowSeconds - Math.floor(Date.now() / 1_000),
    [oauth.clockTolerance]: LEEWAY_SECONDS,
  };
  const options = { [oauth.customFetch]: guarded(asking), [oauth.allowInsecureRequests]: true };
  const parameters = validated(server, client, back);
  if ('ok' in parameters) return parameters;
  const answer = await oauth.authorizationCodeGrantRequest(
    ...([server, client, authentication(own, server), parameters] as const),
    ...([back.redirectUri, back.codeVerifier, options] as const),
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: back.nonce,
    requireIdToken: true,
  });
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  if (!claims || !tokens.id_token) return { ok: false, reason: 'id_token_invalid' };
  const wrong = await refuseSignature(tokens.id_token, asking.issuers.keys(own.issuer), SIGNATURES);
  if (wrong) {
    const isAway = wrong.reason === 'keys_unavailable';
    const reason = isAway ? 'provider_unavailable' : 'signature_invalid';
    return { ok: false, reason, note: wrong.note ?? wrong.reason };
  }
  if (!server.userinfo_endpoint) return { ok: true, sources: [claims] };
  const told = await oauth.userInfoRequest(server, client, tokens.access_token, options);
  const info = await oauth.processUserInfoResponse(server, client, claims.sub, told);
  return { ok: true, sources: [claims, info] };
}

/** Told apart, because somebody else's state and another provider's answer are attacks of their own. */
function validated(
  server: ProviderMetadata,
  client: oauth.Client,
  { parameters, state }: ComeBack,
): URLSearchParams | Extract<Redeemed, { ok: false }> {
  if (state === '' || parameters.get('state') !== state)
    return { ok: false, reason: 'state_mismatch' };
  const iss = parameters.get('iss');
  const isPromised = server.authorization_response_iss_parameter_supported === true;
  if (iss === null ? isPromised : iss !== server.issuer) {
    return { ok: false, reason: 'issuer_mismatch', note: `“iss” is ${iss ?? 'missing'}` };
  }
  return oauth.validateAuthResponse(server, client, parameters, state);
}

function authentication(own: OwnClient, server: ProviderMetadata): oauth.ClientAuth {
  if (own.clientSecret === null) return oauth.None();
  // OpenID Connect Discovery 1.0, section 3: where it is left out, Basic.
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_basic') || !methods.includes('client_secret_post')
    ? oauth.ClientSecretBasic(own.clientSecret)
    : oauth.ClientSecretPost(own.clientSecret);
}

class Unreachable extends Error {}

const guarded =
  ({ fetch, trusted }: Asking) =>
  async (
    url: string,
    asked: { method: string; headers: Record<string, string>; body?: URLSearchParams | undefined },
  ): Promise<Response> => {
    const answer = await fetch(url, {
      ...{ method: asked.method as 'GET' | 'POST', headers: asked.headers, trusted },
      ...{ timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES },
      ...(asked.body ? { body: asked.body.toString() } : {}),
    });
    if (answer.kind === 'failed') throw new Unreachable(answer.message);
    const headers = new Headers();
    for (const name of ['content-type', 'www-authenticate']) {
      const value = answer.headers[name];
      if (value !== undefined) headers.set(name, String(value));
    }
    const body = answer.body.length === 0 ? null : Buffer.from(answer.body);
    return new Response(body, { status: answer.status, headers });
  };

function failureOf(error: unknown): Extract<Redeemed, { ok: false }> {
  const failed = (reason: SignOnReason, note?: string) => ({
    ...{ ok: false as const, reason },
    ...(note === undefined ? {} : { note }),
  });
  if (error instanceof IssuerUnavailable || error instanceof Unreachable) {
    return failed('provider_unavailable', error.message);
  }
  if (error instanceof oauth.AuthorizationResponseError) {
    return failed('provider_refused', error.error);
  }
  if (error instanceof oauth.ResponseBodyError) return failed('code_refused', error.error);
  if (error instanceof oauth.WWWAuthenticateChallengeError) {
    return failed(error.status === 401 ? 'code_refused' : 'id_token_invalid', 'not authenticated');
  }
  if (error instanceof oauth.OperationProcessingError) {
    const isLate = error.code === oauth.JWT_TIMESTAMP_CHECK;
    return failed(isLate ? 'id_token_expired' : 'id_token_invalid', error.message);
  }
  if (error instanceof oauth.UnsupportedOperationError) {
    return failed('id_token_invalid', error.message);
  }
  throw error;
}
