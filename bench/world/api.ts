import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { apis, operations } from '@/db/schema/apis';
import { createApi } from '@/domain/apis/create-api';
import { importDocument } from '@/domain/apis/import-document';
import { createGroup } from '@/domain/groups/create-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createScope } from '@/domain/scopes/create-scope';
import { command } from './commands';
import { openApiDocument } from './document';

export const API = 'forge';
export const HOST = 'api.forge.example';
const SCOPES = 12;
const SCOPES_OF_A_GROUP = 6;

/** A request that a group allows, with its parameters filled in. */
export interface AllowedRoute {
  readonly method: string;
  readonly path: string;
}

export interface BenchGroup {
  readonly id: string;
  readonly routes: readonly AllowedRoute[];
}

/** An API of GitHub's size in twelve scopes, and groups that hold half of them each. */
export async function makeApi(db: Database, groupCount: number, openapi: string | null) {
  await command(db, createApi, { slug: API, name: 'Forge', hosts: [HOST] });
  await command(db, importDocument, { api: API, document: openApiDocument(openapi) });
  const rows = await db
    .select({ name: operations.name, method: operations.method, path: operations.pathTemplate })
    .from(operations)
    .innerJoin(apis, eq(apis.id, operations.apiId))
    .where(and(eq(apis.slug, API), isNotNull(operations.method)))
    .orderBy(asc(operations.name));
  const scopes = Array.from({ length: SCOPES }, (_, at) => ({
    name: `part-${at}`,
    held: rows.filter((_row, index) => index % SCOPES === at),
  }));
  for (const { name, held } of scopes) {
    const names = held.map((operation) => operation.name);
    await command(db, createScope, { api: API, name, operations: names });
  }
  const groups: BenchGroup[] = [];
  for (let at = 0; at < groupCount; at += 1) {
    const names = scopesOfGroup(at);
    const held = scopes.filter(({ name }) => names.includes(`${API}/${name}`));
    const id = await makeGroup(db, `team-${at}`, names);
    const routes = held.flatMap((scope) => scope.held).map(toRoute);
    groups.push({ id, routes });
  }
  return { groups, operationCount: rows.length };
}

/** The scopes of the group `team-<at>`. */
export const scopesOfGroup = (at: number): string[] =>
  Array.from({ length: SCOPES_OF_A_GROUP }, (_, scope) => `${API}/part-${(scope + at) % SCOPES}`);

export async function makeGroup(db: Database, slug: string, scopes: string[]): Promise<string> {
  const { value } = await command(db, createGroup, { slug, name: slug });
  await command(db, setGroupScopes, { group: slug, scopes });
  return value.id;
}

const toRoute = ({ method, path }: { method: string | null; path: string | null }) => ({
  method: method ?? '',
  path: (path ?? '').replace(/\{[^}]+\}/g, 'k7f3'),
});
