import type { User } from 'next-auth';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { paths } from '@/components/paths';
import { environment, foreignVariable } from '@/domain/environment/env';
import { guardedFetch } from '@/domain/outbound/guarded-fetch';
import { describeProvider, scopesToAsk } from '@/domain/sso/provider-metadata';
import type { ProviderRow } from '@/domain/sso/provider-target';
import {
  denySignOn,
  type NotSignedOn,
  type SignedOn,
  type SignOnDoor,
  singleSignOn,
} from '@/domain/sso/single-sign-on';
import { database, serverSecret } from './database';
import { knownIssuers } from './issuers';
import { endTry, type OpenTry } from './open-try';
import { requestOrigin } from './request-origin';

/** A provider as next-auth takes it for one request, and what came of it. */
export interface SsoProvider {
  readonly provider: OAuthConfig<{ id: string }>;
  /** Gives next-auth's user the session that was opened. @returns where to go where none was */
  settle(user: User): true | string;
}

export function signOnDoor(headers: Headers): SignOnDoor {
  const { dataDirectory, journalDirectory, oidc, trustedIssuersPrivate } = environment();
  return {
    ...{ db: database(), request: requestOrigin(headers), serverSecret: serverSecret() },
    asking: { issuers: knownIssuers(), fetch: guardedFetch, trusted: trustedIssuersPrivate },
    secrets: {
      ...{ serverSecret: serverSecret(), ofEnvironment: oidc?.clientSecret },
      variable: foreignVariable,
      closedDirectories: [dataDirectory, journalDirectory],
    },
  };
}

/** They are asked who they are, signed in there or not (OpenID Connect Core 1.0, section 3.1.2.1). */
const ANEW = { prompt: 'login', max_age: 0 } as const;

const failed = ({ reason }: NotSignedOn): string =>
  `${environment().keywardUrl}${paths.signIn({ error: reason })}`;

/**
 * Makes next-auth lead to a provider and back with state, nonce and PKCE, which it keeps in cookies for
 * this provider alone. All that comes back is left to the domain: next-auth asks no provider anything.
 * @throws {IssuerUnavailable} where the provider doesn't say where to go
 */
export async function ssoProvider(
  row: ProviderRow,
  headers: Headers,
  testing: OpenTry | null,
): Promise<SsoProvider> {
  const door = signOnDoor(headers);
  const metadata = await describeProvider(door.asking.issuers, row.issuer, door.asking.trusted);
  let place: string | null = null;
  let outcome: SignedOn | NotSignedOn = { ok: false, reason: 'claims_unusable' };
  return {
    provider: {
      ...{ id: row.slug, name: row.name, type: 'oauth', clientId: row.clientId },
      ...{ issuer: row.issuer, checks: ['state', 'nonce', 'pkce'], idToken: true },
      authorization: {
        url: metadata.authorization_endpoint,
        params: {
          ...{ scope: scopesToAsk(row, metadata).join(' '), response_type: 'code' },
          ...(testing?.intent === 'proof' && ANEW),
        },
      },
      token: {
        url: metadata.token_endpoint,
        async request({ params, checks }) {
          const given = Object.entries(params).filter((entry) => typeof entry[1] === 'string');
          const back = {
            parameters: new URLSearchParams(given as [string, string][]),
            state: checks.state ?? '',
            nonce: 'nonce' in checks ? (checks.nonce ?? '') : '',
            codeVerifier: checks.code_verifier ?? '',
            redirectUri: callbackAddress(row.slug),
          };
          if (testing) place = await endTry(door, row, testing, back);
          else outcome = await singleSignOn(door, row, back);
          return { tokens: {} };
        },
      },
      userinfo: { request: async () => ({ sub: row.slug }) },
      profile: () => ({ id: outcome.ok ? outcome.identity.id : 'nobody' }),
    },
    settle(user) {
      if (place !== null) return ownAddress(place);
      if (!outcome.ok) return failed(outcome);
      Object.assign(user, { name: outcome.identity.name, sessionId: outcome.sessionId });
      return true;
    },
  };
}

const ownAddress = (path: string): string => `${environment().keywardUrl}${path}`;

/** Where a provider leads back to: what is registered there. */
export const callbackAddress = (slug: string): string =>
  `${environment().keywardUrl}/api/auth/callback/${slug}`;

/** Where a provider says that sessions have ended. */
export const logoutAddress = (slug: string): string =>
  `${environment().keywardUrl}/api/sso/${slug}/back-channel-logout`;

/** Records what was refused before the domain was asked: no state of this browser, or no answer. */
export async function denyBeforehand(
  row: ProviderRow,
  headers: Headers,
  query: URLSearchParams,
  testing: OpenTry | null,
): Promise<string> {
  const refused = query.get('error');
  const reason = refused === null ? 'state_mismatch' : 'provider_refused';
  const note = refused === null ? undefined : refused.slice(0, 100);
  const door = signOnDoor(headers);
  if (testing) {
    return ownAddress(await endTry(door, row, testing, { failure: reason, note }));
  }
  return failed(await denySignOn(door, row, reason, { note }));
}
