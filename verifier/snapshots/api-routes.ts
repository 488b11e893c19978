import { asc, eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations, scopes } from '@/db/schema/apis';
import { type BasePath, compileBasePath, pathWithinAny } from '@/domain/routing/base-path';
import { compileRoutes } from '@/domain/routing/compile-routes';
import type { AmbiguityReason } from '@/domain/routing/decision-reasons';
import { matchRequest } from '@/domain/routing/match-request';
import { compileHosts, type HostTable, selectApi } from '@/domain/routing/select-api';

export interface ApiRecord {
  readonly id: string;
  readonly slug: string;
  readonly basePaths: readonly BasePath[];
  /** Whether there is anything in it that needs no token. */
  readonly hasPublic: boolean;
  /** Nothing of it can be called. */
  readonly isFrozen: boolean;
}

/** An API and what of the path lies below its base path; null where nothing does. */
export interface RoutedApi {
  readonly api: ApiRecord;
  readonly pathWithin: string | null;
}

/** All APIs, as far as finding one of them needs. */
export interface ApiDirectory {
  /** Whether any API has an operation that needs no token. */
  readonly hasPublic: boolean;
  /** By slug or id. */
  named(reference: string): ApiRecord | null;
  /** By name, by host and base path, or by both, which must then agree. */
  ofRoute(route: {
    readonly api: string | null;
    readonly host: string | null;
    readonly vouchedPort: number | null;
    readonly path: string;
  }): RoutedApi | null;
}

export type RouteMatch =
  | { readonly ok: true; readonly operation: string }
  | { readonly ok: false; readonly code: 'operation_unknown'; readonly reason: null }
  | { readonly ok: false; readonly code: 'path_ambiguous'; readonly reason: AmbiguityReason };

/** The operations of one API, compiled for matching. */
export interface ApiRoutes {
  /** First names of operations by each of their names. */
  readonly operationNames: ReadonlyMap<string, string>;
  /** Whether an operation needs no token. */
  isPublic(operation: string): boolean;
  match(method: string, path: string): RouteMatch;
  /** Name of the scope with the fewest operations that holds this one; null where none does. */
  leastScope(operation: string): string | null;
}

/** Reads all APIs. */
export async function loadDirectory(db: Queryable): Promise<ApiDirectory> {
  const rows = await db.select().from(apis).orderBy(asc(apis.slug));
  const withPublic = await db
    .selectDistinct({ apiId: operations.apiId })
    .from(operations)
    .where(eq(operations.isPublic, true));
  const havePublic = new Set(withPublic.map((row) => row.apiId));
  const named = new Map<string, ApiRecord>();
  const addresses = [];
  for (const { id, slug, hosts, basePath, otherBasePaths, state } of rows) {
    const basePaths = [basePath, ...otherBasePaths];
    addresses.push({ slug, hosts, basePaths });
    const hasPublic = havePublic.has(id);
    const compiled = basePaths.map(compileBasePath);
    const record = { id, slug, basePaths: compiled, hasPublic, isFrozen: state === 'frozen' };
    named.set(id, record);
    named.set(slug, record);
  }
  const hosts = compileHosts(addresses);
  return {
    hasPublic: havePublic.size > 0,
    named: (reference) => named.get(reference) ?? null,
    ofRoute({ api, host, vouchedPort, path }) {
      const byName = api === null ? null : (named.get(api) ?? 'unknown');
      if (byName === 'unknown') return null;
      if (host === null || (byName !== null && isUnclaimed(hosts, host, vouchedPort))) {
        return byName && { api: byName, pathWithin: pathWithinAny(byName.basePaths, path) };
      }
      // A name may come from the client where the gateway doesn't set one: the host decides.
      const selected = selectApi(hosts, host, path, vouchedPort);
      const byHost = selected && named.get(selected.slug);
      if (!selected || !byHost || (byName !== null && byName !== byHost)) return null;
      return { api: byHost, pathWithin: selected.pathWithinApi };
    },
  };
}

/** Whether the host is a host, and of no API. */
const isUnclaimed = (hosts: HostTable, host: string, vouchedPort: number | null): boolean =>
  hosts.mountsAt(host, vouchedPort)?.length === 0;

/** Reads the operations of one API, and the scopes that hold them. */
export async function loadRoutes(db: Queryable, apiId: string): Promise<ApiRoutes> {
  const [api] = await db.select().from(apis).where(eq(apis.id, apiId));
  if (api === undefined) throw new Error(`API ${apiId} does not exist`);
  const rows = await db.select().from(operations).where(eq(operations.apiId, apiId));
  const held = await db
    .select({ operationId: scopeOperations.operationId, scopeId: scopes.id, scope: scopes.name })
    .from(scopeOperations)
    .innerJoin(scopes, eq(scopes.id, scopeOperations.scopeId))
    .where(eq(scopeOperations.apiId, apiId))
    .orderBy(asc(scopes.name));
  const table = compileRoutes(
    rows.flatMap(({ name, method, pathTemplate }) =>
      method === null || pathTemplate === null ? [] : [{ operation: name, method, pathTemplate }],
    ),
    { ignoresTrailingSlash: api.ignoresTrailingSlash },
  );
  const publicNames = new Set(rows.filter((row) => row.isPublic).map((row) => row.name));
  return {
    operationNames: new Map(
      rows.flatMap(({ name, aliases }) => [name, ...aliases].map((one) => [one, name] as const)),
    ),
    isPublic: (operation) => publicNames.has(operation),
    match(method, path) {
      const found = matchRequest(table, method, path);
      if (found.outcome === 'matched') return { ok: true, operation: found.operation };
      return found.outcome === 'ambiguous'
        ? { ok: false, code: 'path_ambiguous', reason: found.reason }
        : { ok: false, code: 'operation_unknown', reason: null };
    },
    leastScope: leastScopes(rows, held),
  };
}

function leastScopes(
  rows: readonly { id: string; name: string }[],
  held: readonly { operationId: string; scopeId: string; scope: string }[],
): (operation: string) => string | null {
  const sizes = new Map<string, number>();
  for (const { scopeId } of held) sizes.set(scopeId, (sizes.get(scopeId) ?? 0) + 1);
  const nameOf = new Map(rows.map((row) => [row.id, row.name]));
  const least = new Map<string, { scope: string; size: number }>();
  for (const { operationId, scopeId, scope } of held) {
    const operation = nameOf.get(operationId) ?? '';
    const size = sizes.get(scopeId) ?? 0;
    const known = least.get(operation);
    if (known === undefined || size < known.size) least.set(operation, { scope, size });
  }
  return (operation) => least.get(operation)?.scope ?? null;
}
