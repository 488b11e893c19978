import type { Database } from '@/db/client';
import { bearerToken } from '@/domain/base/bearer-header';
import { VERIFIER_OPERATIONS } from '@/domain/base/operation-names';
import { REQUEST_DENIALS, TOKEN_DENIALS } from '@/domain/decision/decide';
import { makeApi, makeGroup, makeScope, makeService, makeToken } from './fixture';

/** Every code a verifier can deny with, for those who must know them all. */
export const denials: Readonly<Record<'token' | 'request', readonly string[]>> = {
  token: TOKEN_DENIALS,
  request: REQUEST_DENIALS,
};

/** How an Authorization header is read here, for those who must read it alike. */
export const readBearer = bearerToken;

/** A small organisation: one API, one group with its robot, and a resource server that may ask. */
export async function makeWorld(db: Database) {
  const api = await makeApi(db, {
    slug: 'billing',
    hosts: ['billing.example.com'],
    basePath: '/v1',
    operations: [
      { name: 'listInvoices', method: 'GET', path: '/invoices' },
      { name: 'getInvoice', method: 'GET', path: '/invoices/{id}', aliases: ['peekInvoice'] },
      { name: 'deleteInvoice', method: 'DELETE', path: '/invoices/{id}' },
      { name: 'refund' },
    ],
  });
  const keyward = await makeApi(db, {
    slug: 'keyward',
    operations: VERIFIER_OPERATIONS.map(({ operation }) => ({ name: operation })),
  });
  const readScope = await makeScope(db, api, 'invoices:read', ['listInvoices', 'getInvoice']);
  const deleteScope = await makeScope(db, api, 'invoices:delete', ['deleteInvoice']);
  const verifyScope = await makeScope(
    db,
    keyward,
    'keyward:verify',
    VERIFIER_OPERATIONS.map(({ operation }) => operation),
  );
  const groupId = await makeGroup(db, 'billing', [readScope]);
  const identityId = await makeService(db, 'robot', [groupId]);
  const owner = { identityId, groupId };
  const token = await makeToken(db, owner);
  const serversId = await makeGroup(db, 'resource-servers', [verifyScope]);
  const serverIdentityId = await makeService(db, 'billing-server', [serversId]);
  const askers = { identityId: serverIdentityId, groupId: serversId };
  const caller = await makeToken(db, askers);
  return {
    api,
    keyward,
    scopes: { read: readScope, delete: deleteScope, verify: verifyScope },
    groupId,
    identityId,
    owner,
    token,
    /** Resource servers, who may ask the verifier. */
    askers,
    caller,
  };
}

export type World = Awaited<ReturnType<typeof makeWorld>>;

/** The headers with which nginx, Caddy or Traefik ask about a request to the billing API. */
export const forwarded = (secret: string | null, method: string, uri: string) => ({
  ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
  'x-forwarded-method': method,
  'x-forwarded-host': 'billing.example.com',
  'x-forwarded-uri': uri,
});
