import { notFound } from 'next/navigation';
import { cache } from 'react';
import { askAll } from '@/app/server/ask-all';
import { ask } from '@/app/server/run';
import { getApi } from '@/domain/apis/get-api';
import { listOperations, type OperationView } from '@/domain/apis/list-operations';
import { MAX_OPERATIONS } from '@/domain/openapi/api-document';
import { chooseScopes } from '@/domain/scopes/list-scopes';
import type { ScopeChoice } from '@/domain/scopes/scope-view';

/** The API of the address, asked once a request; unknown or out of reach is the not-found page. */
export const loadApi = cache(async (reference: string) => {
  const result = await ask(getApi, { api: reference });
  if (result.ok) return result.value;
  if (result.kind === 'not_found' || result.kind === 'invalid') notFound();
  throw new Error(`${result.code}: ${result.message}`);
});

/** Every operation of an API in the order of names; @throws on refusal (`loadApi` comes first). */
export async function loadOperations(api: string): Promise<OperationView[]> {
  const result = await ask(listOperations, { api, limit: MAX_OPERATIONS });
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.value.items;
}

/** The operations of an API that need no token; null where the actor may not list operations. */
export async function loadPublicOperations(api: string): Promise<OperationView[] | null> {
  const result = await ask(listOperations, { api, limit: MAX_OPERATIONS });
  return result.ok ? result.value.items.filter(({ isPublic }) => isPublic) : null;
}

/** Every scope of an API within reach; null where the actor may not list scopes. */
export async function loadScopes(api: string): Promise<ScopeChoice[] | null> {
  const scopes = await askAll(chooseScopes, { api });
  if (scopes.ok) return scopes.value;
  if (scopes.kind === 'forbidden') return null;
  throw new Error(`${scopes.code}: ${scopes.message}`);
}
