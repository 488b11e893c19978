import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exportJWK,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';
import Provider, { type Configuration } from 'oidc-provider';

type Told = Readonly<Record<string, unknown>>;

export const CLIENT = { client_id: 'keyward', client_secret: 'the-secret-of-the-test' };

/** Answers a request in the provider's place; false where the provider is to answer. */
type Instead = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

/**
 * A real OpenID provider on this machine, which asks nothing of whoever comes: it signs in `signedIn`.
 * `people` is what it says of them, by subject; nobody is a user that has been disabled.
 */
export async function openProvider(redirectUris: readonly string[], other: Configuration = {}) {
  const people = new Map<string, Told>();
  const state = { signedIn: 'max', instead: (() => false) as Instead };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(url, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'real', alg: 'RS256', use: 'sig' }] },
    clients: [
      {
        ...{ ...CLIENT, redirect_uris: [...redirectUris], response_types: ['code'] },
        grant_types: ['authorization_code'],
      },
    ],
    pkce: { required: () => true },
    claims: {
      openid: ['sub', 'groups', '_claim_names', 'hasgroups'],
      email: ['email', 'email_verified'],
      profile: ['name', 'preferred_username'],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, id) => {
      const told = people.get(id);
      return told && { accountId: id, claims: () => ({ sub: id, ...told }) };
    },
    cookies: { keys: ['a key of the test'] },
    ...other,
  });
  provider.on('server_error', (_ctx, error) => console.error(error));
  const ordinary = provider.callback();
  const interact = async (request: IncomingMessage, response: ServerResponse) => {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      const result = people.has(state.signedIn)
        ? { login: { accountId: state.signedIn } }
        : { error: 'access_denied', error_description: 'The user is disabled.' };
      return provider.interactionFinished(request, response, result);
    }
    const grant = new provider.Grant({
      accountId: session?.accountId as string,
      clientId: params.client_id as string,
    });
    grant.addOIDCScope(String(params.scope));
    const consent = { grantId: await grant.save() };
    return provider.interactionFinished(request, response, { consent });
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (await state.instead(request, response)) return;
    if (request.url?.startsWith('/interaction/')) return interact(request, response);
    await ordinary(request, response);
  };
  return {
    url,
    people,
    /** A JWT that the provider's own key has signed, of whatever claims and with whatever type. */
    sign: (claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'real', ...header })
        .sign(privateKey),
    state,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type RealProvider = Awaited<ReturnType<typeof openProvider>>;
