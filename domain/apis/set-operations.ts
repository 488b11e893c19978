import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { operations } from '@/db/schema/apis';
import { newId } from '@/domain/base/ids';
import { reference } from '@/domain/base/input';
import { isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { MAX_OPERATIONS } from '@/domain/openapi/api-document';
import { loadApiTarget } from '@/domain/targets/api-target';
import { apiRules } from './api-rules';
import { type ListedOperation, listedOperation } from './listed-operation';
import { type OperationsPlan, planOperations, readOperations } from './plan-operations';
import { refuseOpening } from './public-right';

const INSERT_ROWS = 2_000;

/**
 * Replaces the operations of an API by a list. As with a document, what it adds is granted to nobody,
 * and what it removes, or moves to another method or path, loses every grant it had.
 */
export const setOperations = defineCommand({
  operation: 'operations.set',
  summary: 'Set the operations of an API from a list',
  http: { method: 'PUT', path: '/apis/{api}/operations' },
  input: z.object({
    api: reference(),
    operations: z.array(listedOperation).max(MAX_OPERATIONS),
    /** Those that are not listed stay. */
    keepsOthers: z.boolean().default(false),
  }),
  output: z.object({
    operations: z.number(),
    added: z.number(),
    removed: z.number(),
    changed: z.number(),
  }),
  conflicts: {
    operations_api_name: { path: 'operations', message: 'The API has one of these names already.' },
    operations_api_route: {
      path: 'operations',
      message: 'An operation that is not listed has one of these methods and paths.',
    },
  },
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  refusal: apiRules.change,
  view: ({ target: { row } }) => row,
  async run({ tx, actor, input, target }) {
    const { row, groupIds } = target;
    const current = await readOperations(tx, row.id);
    const plan = planOperations(current, input.operations, input.keepsOthers);
    if (isRefusal(plan)) return plan;
    const { added, changed, removed } = plan.diff;
    const turned = plan.opened.length + plan.closed.length;
    const opening = turned > 0 ? refuseOpening(actor, target) : null;
    if (opening) return opening;
    await writeOperations(tx, row.id, plan);
    const left = current.length + added.length - removed.length;
    return {
      value: {
        operations: left,
        added: added.length,
        removed: removed.length,
        changed: changed.length,
      },
      audit: {
        before: { operations: current.length },
        after: {
          operations: left,
          added: added.map(({ name }) => name),
          removed: removed.map(({ name }) => name),
          changed: changed.map(({ after }) => after.name),
          madePublic: [...plan.opened],
          madeClosed: [...plan.closed],
        },
        affects: [row.id, ...(groupIds ?? [])],
      },
    };
  },
});

async function writeOperations(tx: Transaction, apiId: string, plan: OperationsPlan) {
  const { diff } = plan;
  const gone = [...diff.removed, ...diff.changed.map(({ before }) => before)];
  await tx
    .delete(operations)
    .where(inArray(operations.id, ['', ...gone.map((operation) => operation.id)]));
  // Out of each other's way first: one may take the name that another gives up.
  for (const { before, after } of diff.cosmetic) {
    if (before.name === after.name) continue;
    await tx.update(operations).set({ name: before.id }).where(eq(operations.id, before.id));
  }
  for (const { before, after } of diff.cosmetic) {
    await tx.update(operations).set(texts(after)).where(eq(operations.id, before.id));
  }
  for (const { id, manual } of plan.resourced) {
    await tx.update(operations).set(sourced(manual)).where(eq(operations.id, id));
  }
  const fresh = [...diff.added, ...diff.changed.map(({ after }) => after)];
  for (let start = 0; start < fresh.length; start += INSERT_ROWS) {
    const rows = fresh.slice(start, start + INSERT_ROWS).map((operation) => ({
      ...{ id: newId('operation'), apiId, method: operation.method },
      ...texts(operation),
      ...sourced(operation.manual),
    }));
    await tx.insert(operations).values(rows);
  }
  for (const [names, isPublic] of [
    [plan.opened, true],
    [plan.closed, false],
  ] as const) {
    const named = inArray(operations.name, ['', ...names]);
    await tx
      .update(operations)
      .set({ isPublic })
      .where(and(eq(operations.apiId, apiId), named));
  }
}

const texts = ({ name, pathTemplate, summary, tags, deprecated, aliases }: ListedOperation) => ({
  name,
  pathTemplate,
  summary,
  tags,
  deprecated,
  aliases,
});

const sourced = (manual: boolean) => ({ source: manual ? 'manual' : 'document' });
