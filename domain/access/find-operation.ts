import { and, arrayContains, asc, eq, inArray, or } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis, operations } from '@/db/schema/apis';
import { looksLikeId } from '@/domain/base/ids';
import { soughtText } from '@/domain/base/input';
import { invalid, type Refusal } from '@/domain/base/refusal';
import { compileBasePath, pathWithinAny } from '@/domain/routing/base-path';
import { compileRoutes } from '@/domain/routing/compile-routes';
import { matchRequest } from '@/domain/routing/match-request';

/** One of an operation's names, or a request: a method, a space, a path or its template. */
export const soughtOperation = () => soughtText(2_000).trim().min(1, 'This can’t be empty.');

export interface FoundOperation {
  readonly operation: typeof operations.$inferSelect;
  readonly api: typeof apis.$inferSelect;
}

interface Sought {
  readonly operation: string;
  /** Id or slug; undefined for any. */
  readonly api?: string | undefined;
}

const REQUEST = /^([A-Za-z]+) +(\/\S*)$/;

/**
 * The operations that the words may mean, at most one of each API: by name first, then by request as
 * the verifier matches it.
 */
export async function operationsMeant(db: Queryable, sought: Sought): Promise<FoundOperation[]> {
  const named = await select(
    db,
    sought,
    or(
      eq(operations.name, sought.operation),
      arrayContains(operations.aliases, [sought.operation]),
    ),
  );
  const request = REQUEST.exec(sought.operation);
  if (named.length > 0 || request === null) return named;
  const [, verb = '', path = ''] = request;
  const method = verb.toUpperCase();
  // A GET operation stands in for HEAD.
  const methods = method === 'HEAD' ? ['HEAD', 'GET'] : [method];
  return matching(await select(db, sought, inArray(operations.method, methods)), method, path);
}

const select = (db: Queryable, { api }: Sought, where: ReturnType<typeof or>) =>
  db
    .select({ operation: operations, api: apis })
    .from(operations)
    .innerJoin(apis, eq(apis.id, operations.apiId))
    .where(
      and(
        where,
        api === undefined ? undefined : eq(looksLikeId('api', api) ? apis.id : apis.slug, api),
      ),
    )
    .orderBy(asc(apis.slug), asc(operations.name));

function matching(rows: readonly FoundOperation[], method: string, path: string): FoundOperation[] {
  const byApi = Map.groupBy(rows, ({ api }) => api.id);
  return [...byApi.values()].flatMap((ofApi) => {
    const written = ofApi.find(
      ({ operation }) => operation.method === method && operation.pathTemplate === path,
    );
    const name = written?.operation.name ?? matched(ofApi, method, path);
    return ofApi.filter(({ operation }) => operation.name === name);
  });
}

/** Name of the operation that a request is for, its path being given with the base path or without. */
function matched(ofApi: readonly FoundOperation[], method: string, path: string): string | null {
  const [first] = ofApi;
  if (!first) return null;
  const table = compileRoutes(
    ofApi.flatMap(({ operation: { name, method: its, pathTemplate } }) =>
      its === null || pathTemplate === null ? [] : [{ operation: name, method: its, pathTemplate }],
    ),
    first.api,
  );
  const basePaths = [first.api.basePath, ...first.api.otherBasePaths].map(compileBasePath);
  for (const within of [pathWithinAny(basePaths, path), path]) {
    const found = within === null ? null : matchRequest(table, method, within);
    if (found?.outcome === 'matched') return found.operation;
  }
  return null;
}

/** The only one of them, or why there is none. */
export function onlyOne(
  found: readonly FoundOperation[],
  { operation, api }: Sought,
): FoundOperation | Refusal {
  const [first, second] = found;
  if (!first) {
    const nowhere = api === undefined ? 'No API has an operation' : 'The API has no operation';
    return invalid('operation', `${nowhere} “${operation}”.`);
  }
  if (!second) return first;
  const slugs = [...new Set(found.map((one) => one.api.slug))].slice(0, 10).join(', ');
  return invalid('api', `Several APIs have this operation: say which of ${slugs}.`);
}
