import { and, asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { operations, scopeOperations, scopes } from '@/db/schema/apis';
import { subquery } from '@/db/subquery';
import { operationName } from '@/domain/apis/operation-name';
import { prose } from '@/domain/base/input';
import { createScope } from '@/domain/scopes/create-scope';
import { deleteScope } from '@/domain/scopes/delete-scope';
import { updateScope } from '@/domain/scopes/update-scope';
import { scopeName } from '@/domain/targets/scope-target';
import { type Change, differing, inOrder, listed, type Path, sorted } from '../change';

const scopeSchema = z.strictObject({
  description: prose().optional(),
  operations: z.array(operationName()).max(20_000).optional(),
});
export const scopesSchema = z.record(scopeName(), scopeSchema);
type Wanted = z.output<typeof scopesSchema>;

interface Named {
  readonly name: string;
  readonly aliases: readonly string[];
}

/** Scopes of an API that are not built in, with their operations by name. */
async function readRows(db: Queryable, apiId: string) {
  const held = subquery<string[]>(sql`coalesce((select array_agg(${operations.name})
    from ${scopeOperations} join ${operations} on ${operations.id} = ${scopeOperations.operationId}
    where ${scopeOperations.scopeId} = ${scopes.id}), '{}')`);
  const rows = await db
    .select({ id: scopes.id, name: scopes.name, description: scopes.description, operations: held })
    .from(scopes)
    .where(and(eq(scopes.apiId, apiId), eq(scopes.builtIn, false)))
    .orderBy(asc(scopes.name));
  return rows.map((row) => ({ ...row, operations: row.operations.sort(inOrder) }));
}

export async function readScopes(db: Queryable, apiId: string): Promise<Map<string, unknown>> {
  const rows = await readRows(db, apiId);
  return sorted(
    rows.map(({ name, description, operations: held }) => [
      name,
      { description, operations: held },
    ]),
  );
}

/** @param known operations of the API as they will be: a scope may name each by any of its names */
export async function diffScopes(
  db: Queryable,
  api: string,
  apiId: string,
  wanted: Wanted,
  known: readonly Named[],
  path: Path,
): Promise<Change[]> {
  const first = new Map(known.flatMap(({ name, aliases }) => aliases.map((one) => [one, name])));
  const rows = new Map((await readRows(db, apiId)).map((row) => [row.name, row]));
  const changes: Change[] = [];
  for (const [name, { description, operations: named }] of Object.entries(wanted)) {
    const row = rows.get(name);
    const held = named && [...new Set(named.map((one) => first.get(one) ?? one))].sort(inOrder);
    const fields = [
      ...differing(row ?? {}, { description }),
      ...(held ? listed('operations', row?.operations ?? [], held) : []),
    ];
    const change = { kind: 'scope', name: `${api}/${name}`, path: [...path, name], fields };
    const input = { description, operations: named };
    if (!row) {
      const step = { command: createScope, input: { api, name, ...input } };
      changes.push({ ...change, at: 'scopes', verb: 'create', step });
    } else if (fields.length > 0) {
      const step = { command: updateScope, input: { scope: row.id, ...input } };
      changes.push({ ...change, at: 'scopes', verb: 'update', step });
    }
  }
  for (const [name, row] of rows) {
    if (Object.hasOwn(wanted, name)) continue;
    changes.push({
      ...{ at: 'removedScopes', verb: 'delete', kind: 'scope', name: `${api}/${name}`, path },
      ...{ fields: [], step: { command: deleteScope, input: { scope: row.id } } },
    });
  }
  return changes;
}
