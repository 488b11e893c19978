import { KEYWARD_API } from '@/domain/base/built-ins';
import type { OperationName } from '@/domain/base/operation-names';
import type { RequestedAccess } from '@/domain/decision/decide';
import type { AmbiguityReason } from '@/domain/routing/decision-reasons';
import type { RequestFacts } from '@/journal/record/decision';
import type { ApiDirectory, ApiRecord, ApiRoutes } from '../snapshots/api-routes';
import type { SnapshotReader } from '../snapshots/snapshot-store';
import type { AskedTarget, Question } from './port';

/** What a question is about, found in the catalogue. */
export interface ResolvedTarget {
  readonly access: RequestedAccess & { readonly ip: string | null };
  /** Slug of the API and name of the operation, as far as they are known. */
  readonly api: string | null;
  readonly operation: string | null;
  /** Whether the operation needs no token. */
  readonly isPublic: boolean;
  /** Why the path is ambiguous, where it is. */
  readonly reason: AmbiguityReason | null;
  /** Set where only the token's life is asked for: the API its scopes are wanted of. */
  readonly life?: { readonly of: ApiRecord | null; isFrozen(slug: string): boolean };
}

type UnresolvedCode = Extract<RequestedAccess, { kind: 'unresolved' }>['code'];

function unresolved(
  { ip }: RequestFacts,
  code: UnresolvedCode,
  api: string | null = null,
  reason: AmbiguityReason | null = null,
): ResolvedTarget {
  return {
    access: { kind: 'unresolved', code, ip },
    api,
    operation: null,
    isPublic: false,
    reason,
  };
}

/** Finds API and operation; a promise is what must be loaded first. */
export function resolveTarget(
  { target, request }: Question,
  snapshots: SnapshotReader,
): ResolvedTarget | Promise<unknown> {
  if (target.by === 'unresolved') {
    const reason = target.code === 'path_ambiguous' ? target.reason : null;
    return unresolved(request, target.code, null, reason);
  }
  const directory = snapshots.directory();
  if (directory instanceof Promise) return directory;
  if (target.by === 'life') return resolveLife(target, request, directory);
  if (target.by === 'scope') {
    const api = directory.named(target.api);
    if (api === null) return unresolved(request, 'api_unknown');
    if (api.isFrozen) return unresolved(request, 'api_frozen', api.slug);
    const { ip } = request;
    const access = { kind: 'scope', api: api.slug, scope: target.scope, ip } as const;
    return { access, api: api.slug, operation: null, isPublic: false, reason: null };
  }
  if (target.by === 'route') return resolveRoute(target, request, directory, snapshots);
  const api = directory.named(target.api);
  if (api === null) return unresolved(request, 'api_unknown');
  const routes = snapshots.routes(api.id);
  if (routes instanceof Promise) return routes;
  const operation = routes.operationNames.get(target.operation);
  return operation !== undefined
    ? found(request, api, operation, routes)
    : unresolved(request, 'operation_unknown', api.slug);
}

function resolveLife(
  target: AskedTarget & { by: 'life' },
  request: RequestFacts,
  directory: ApiDirectory,
): ResolvedTarget {
  const api = target.api === null ? null : directory.named(target.api);
  if (target.api !== null && api === null) return unresolved(request, 'api_unknown');
  if (api?.isFrozen) return unresolved(request, 'api_frozen', api.slug);
  const access = { kind: 'life', ip: request.ip } as const;
  const operation: OperationName = 'tokens.introspect';
  const found = { access, api: KEYWARD_API, operation, isPublic: false, reason: null };
  return { ...found, life: { of: api, isFrozen: (slug) => isFrozen(directory, slug) } };
}

function resolveRoute(
  target: AskedTarget & { by: 'route' },
  request: RequestFacts,
  directory: ApiDirectory,
  snapshots: SnapshotReader,
): ResolvedTarget | Promise<unknown> {
  const selected = directory.ofRoute(target);
  if (selected === null) return unresolved(request, 'api_unknown');
  const { api, pathWithin } = selected;
  if (pathWithin === null) return unresolved(request, 'operation_unknown', api.slug);
  const routes = snapshots.routes(api.id);
  if (routes instanceof Promise) return routes;
  const match = routes.match(target.method, pathWithin);
  return match.ok
    ? found(request, api, match.operation, routes)
    : unresolved(request, match.code, api.slug, match.reason);
}

const found = (
  { ip }: RequestFacts,
  api: ApiRecord,
  operation: string,
  routes: ApiRoutes,
): ResolvedTarget => ({
  access: api.isFrozen
    ? { kind: 'unresolved', code: 'api_frozen', ip }
    : { kind: 'operation', api: api.slug, operation, ip },
  api: api.slug,
  operation,
  isPublic: !api.isFrozen && api.hasPublic && routes.isPublic(operation),
  reason: null,
});

const isFrozen = (directory: ApiDirectory, slug: string): boolean =>
  directory.named(slug)?.isFrozen === true;
