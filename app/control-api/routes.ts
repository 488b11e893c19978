import findMyWay, { type HTTPMethod } from 'find-my-way';
import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { COMMANDS, QUERIES } from '@/domain/registry/operations';

export type Bound = AnyCommand | AnyQuery;

export interface RouteMatch {
  /** Operations on this method and path: more than one where query parameters choose. */
  readonly operations: readonly Bound[];
  readonly params: Readonly<Record<string, string>>;
}

const BASE = '/api/v1';

/** The router wants a handler a route; only its store is read here. */
const unused = () => undefined;

function buildRouter() {
  const router = findMyWay({ ignoreTrailingSlash: false, maxParamLength: 300 });
  const byRoute = new Map<string, Bound[]>();
  for (const operation of [...QUERIES, ...COMMANDS]) {
    if (!operation.http) continue;
    const { method, path } = operation.http;
    const route = `${method} ${BASE}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    byRoute.set(route, [...(byRoute.get(route) ?? []), operation]);
  }
  for (const [route, operations] of byRoute) {
    const [method, path] = route.split(' ') as [HTTPMethod, string];
    router.on(method, path, unused, operations);
  }
  return router;
}

const router = buildRouter();
const METHODS: readonly HTTPMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export function findRoute(method: string, pathname: string): RouteMatch | null {
  const found = METHODS.includes(method as HTTPMethod)
    ? router.find(method as HTTPMethod, pathname)
    : null;
  if (!found) return null;
  return {
    operations: found.store as Bound[],
    params: Object.fromEntries(
      Object.entries(found.params).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    ),
  };
}

/** Methods a path answers to, for the 405 answer. */
export const methodsOf = (pathname: string): string[] =>
  METHODS.filter((method) => router.find(method, pathname) !== null);
