import { and, arrayOverlaps, eq, inArray, or } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { operations } from '@/db/schema/apis';
import { tokensOpenedBy, touchedTokens } from '@/domain/access/touched-tokens';
import { operationName } from '@/domain/apis/operation-name';
import { refuseEscalation } from '@/domain/authority/escalation';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { loadScopeTarget } from '@/domain/targets/scope-target';
import { readScopeView } from './scope-view';

/** What saving other operations of a scope would do: shown before it is saved, changes nothing. */
export const previewScopeUpdate = defineQuery({
  operation: 'scopes.preview',
  summary: 'Preview other operations of a scope',
  http: { method: 'POST', path: '/scopes/{scope}/preview' },
  input: z.object({
    scope: z.string().max(100),
    /** The whole set wanted. */
    operations: z.array(operationName()).max(20_000),
  }),
  output: z.object({
    /** Names, sorted. */
    added: z.array(z.string()),
    removed: z.array(z.string()),
    /** Groups that own it, of those the reader may know of. */
    groups: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string() })),
    /** Living tokens of those groups whose effective operations may change. */
    ...touchedTokens,
    /** Whether those groups would hold rights on the control plane they don't hold by it now. */
    handsOutControl: z.boolean(),
    needsAdministrator: z.boolean(),
  }),
  target: ({ db, input }) => loadScopeTarget(db, input.scope),
  async run({ db, actor, input, target: { id, row } }) {
    const wanted = await namesOf(db, row.apiId, input.operations);
    if (isRefusal(wanted)) return wanted;
    const { api, groups, operations: held } = await readScopeView(db, actor, id);
    const before = new Set(held);
    const added = [...wanted].filter((name) => !before.has(name)).sort();
    const removed = held.filter((name) => !wanted.has(name));
    const handedOut = api.slug === KEYWARD_API ? added : [];
    const isChanged = added.length + removed.length > 0;
    return {
      ...{ added, removed, groups },
      ...(await tokensOpenedBy(db, isChanged ? groups.map((group) => group.id) : [], [id])),
      handsOutControl: handedOut.length > 0 && groups.length > 0,
      needsAdministrator: refuseEscalation(actor, handedOut, 'This') !== null,
    };
  },
});

/** The own names of operations that are asked for by any of theirs; the first unknown one is refused. */
async function namesOf(
  db: Queryable,
  apiId: string,
  names: readonly string[],
): Promise<ReadonlySet<string> | Refusal> {
  const rows = await db
    .select({ name: operations.name, aliases: operations.aliases })
    .from(operations)
    .where(
      and(
        eq(operations.apiId, apiId),
        or(
          inArray(operations.name, [...names, '']),
          arrayOverlaps(operations.aliases, [...names, '']),
        ),
      ),
    );
  const known = new Set(rows.flatMap(({ name, aliases }) => [name, ...aliases]));
  const at = names.findIndex((name) => !known.has(name));
  if (at >= 0) return invalid(`operations.${at}`, `The API has no operation “${names[at]}”.`);
  return new Set(rows.map(({ name }) => name));
}
