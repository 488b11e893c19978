import * as oauth from 'oauth4webapi';
import { ssoProviders } from '@/db/schema/sso';
import { newId } from '@/domain/base/ids';
import { makeKnownIssuers } from '@/domain/issuers/known-issuers';
import { guardedFetch } from '@/domain/outbound/guarded-fetch';
import type { ProviderRow } from '@/domain/sso/provider-target';
import type { ComeBack } from '@/domain/sso/redeem-code';
import { type SignOnDoor, singleSignOn } from '@/domain/sso/single-sign-on';
import { SERVER_SECRET, type World } from '@/domain/testing/world';
import { openBrowser } from './browser';
import { CLIENT, type RealProvider } from './open-provider';

export const REDIRECT_URI = 'http://127.0.0.1:3000/api/auth/callback/acme';

/** Makes a provider of ours for a real one, without a command. */
export async function makeProvider(
  { db }: Pick<World, 'db'>,
  { url }: Pick<RealProvider, 'url'>,
  other: Partial<typeof ssoProviders.$inferInsert> = {},
): Promise<ProviderRow> {
  const id = newId('ssoProvider');
  const [row] = await db
    .insert(ssoProviders)
    .values({
      ...{ id, slug: id.slice(-8), name: 'Acme', issuer: url, clientId: CLIENT.client_id },
      ...{ secretReference: 'env:ACME_SECRET', groupsClaim: 'groups' },
      ...{ createdBy: 'fixture', createdByName: 'fixture', ...other },
    })
    .returning();
  if (!row) throw new Error('no provider was made');
  return row;
}

/** The dashboard's side of a sign-in. */
export const signOnDoorOf = ({ db }: Pick<World, 'db'>, ...real: RealProvider[]): SignOnDoor => {
  const trusted = real.map(({ url }) => url);
  return {
    ...{ db, serverSecret: SERVER_SECRET },
    request: { id: newId('request'), ip: '192.0.2.1', userAgent: 'test' },
    asking: {
      ...{ issuers: makeKnownIssuers({ fetch: guardedFetch, trusted }), fetch: guardedFetch },
      trusted,
    },
    secrets: {
      ...{ serverSecret: SERVER_SECRET, ofEnvironment: undefined, closedDirectories: [] },
      variable: () => CLIENT.client_secret,
    },
  };
};

/** Goes to the provider and comes back with whatever it answers, as one browser. */
export async function goAndComeBack(
  real: RealProvider,
  signedIn = 'max',
  asked: Readonly<Record<string, string>> = {},
): Promise<ComeBack> {
  real.state.signedIn = signedIn;
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const codeVerifier = oauth.generateRandomCodeVerifier();
  const address = new URL(`${real.url}/auth`);
  address.search = new URLSearchParams({
    ...{ client_id: CLIENT.client_id, response_type: 'code', redirect_uri: REDIRECT_URI },
    ...{ scope: 'openid profile email', state, nonce, code_challenge_method: 'S256' },
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    ...asked,
  }).toString();
  const { searchParams } = await openBrowser().follow(address.href, REDIRECT_URI);
  return { parameters: searchParams, state, nonce, codeVerifier, redirectUri: REDIRECT_URI };
}

/** Signs somebody in, from the provider's door to ours. */
export async function signInAt(
  world: Pick<World, 'db'>,
  real: RealProvider,
  row: ProviderRow,
  signedIn?: string,
) {
  return singleSignOn(signOnDoorOf(world, real), row, await goAndComeBack(real, signedIn));
}
