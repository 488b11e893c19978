import { z } from 'zod';
import { scopeOperations, scopes } from '@/db/schema/apis';
import { operationName } from '@/domain/apis/operation-name';
import { newId } from '@/domain/base/ids';
import { prose, reference } from '@/domain/base/input';
import { isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadApiTarget } from '@/domain/targets/api-target';
import { findOperations, scopeName } from '@/domain/targets/scope-target';
import { readScopeView, scopeViewSchema } from './scope-view';

/** Names an exact set of operations of one API; it opens nothing until a group owns it. */
export const createScope = defineCommand({
  operation: 'scopes.create',
  summary: 'Create a scope',
  http: { method: 'POST', path: '/scopes', status: 201 },
  input: z.object({
    api: reference(),
    name: scopeName(),
    description: prose().default(''),
    operations: z.array(operationName()).max(20_000).default([]),
  }),
  output: scopeViewSchema,
  conflicts: { scopes_api_name: { path: 'name', message: 'The API has a scope with this name.' } },
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  async run({ tx, actor, input, target: { row: api } }) {
    const found = await findOperations(tx, api.id, input.operations);
    if (isRefusal(found)) return found;
    const id = newId('scope');
    const { name, description } = input;
    await tx.insert(scopes).values({ id, apiId: api.id, name, description });
    if (found.length > 0) {
      await tx
        .insert(scopeOperations)
        .values(found.map(({ id: operationId }) => ({ apiId: api.id, scopeId: id, operationId })));
    }
    return {
      value: await readScopeView(tx, actor, id),
      audit: {
        target: { type: 'scope', id, name: `${api.slug}/${name}` },
        after: { name, description, operations: found.map((operation) => operation.name).sort() },
        affects: [],
      },
    };
  },
});
