import { asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations } from '@/db/schema/apis';
import { tokensOpenedBy, touchedTokens } from '@/domain/access/touched-tokens';
import { controlPlaneOperationsOfScopes, refuseEscalation } from '@/domain/authority/escalation';
import { needsSecondAdministrator } from '@/domain/authority/privileged-rights';
import { reference, soughtText } from '@/domain/base/input';
import { isRefusal } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { scopesOfGroup } from '@/domain/tokens/restriction';
import { findScopes, qualified } from './named-scopes';

const operation = z.object({
  api: z.string(),
  name: z.string(),
  method: z.string().nullable(),
  pathTemplate: z.string().nullable(),
});

/** What saving another set of scopes would do: shown before it is saved, changes nothing. */
export const previewScopes = defineQuery({
  operation: 'groups.previewScopes',
  summary: 'Preview another set of scopes of a group',
  http: { method: 'POST', path: '/groups/{group}/scopes/preview' },
  input: z.object({
    group: reference(),
    /** The whole set wanted: scope ids or qualified names, `billing/invoices:read`. */
    scopes: z.array(soughtText(300).min(1)).max(1_000),
  }),
  output: z.object({
    /** Qualified names. */
    added: z.array(z.string()),
    removed: z.array(z.string()),
    /** Operations the group opens afterwards but not now, and the reverse; by API, then name. */
    gained: z.array(operation),
    lost: z.array(operation),
    /** Living tokens whose effective operations may change. */
    ...touchedTokens,
    /** Whether the group would hold rights on the control plane it does not hold now. */
    handsOutControl: z.boolean(),
    needsAdministrator: z.boolean(),
    /** Whether it waits for a second administrator then. */
    needsSecond: z.boolean(),
  }),
  target: ({ db, input }) => loadGroupTarget(db, input.group),
  async run({ db, actor, input, target }) {
    const wanted = await findScopes(db, input.scopes);
    if (isRefusal(wanted)) return wanted;
    const owned = await scopesOfGroup(db, target.id);
    const added = without(wanted, owned);
    const removed = without(owned, wanted);
    const changed = [...added, ...removed].map(({ id }) => id);
    const before = await operationsOfScopes(db, ids(owned));
    const after = await operationsOfScopes(db, ids(wanted));
    const handedOut = await controlPlaneOperationsOfScopes(db, ids(added));
    return {
      added: added.map(qualified).sort(),
      removed: removed.map(qualified).sort(),
      gained: without(after, before),
      lost: without(before, after),
      ...(await tokensOpenedBy(db, [target.id], changed)),
      handsOutControl: handedOut.length > 0,
      needsAdministrator: refuseEscalation(actor, handedOut, 'This') !== null,
      needsSecond: handedOut.length > 0 && (await needsSecondAdministrator(db)),
    };
  },
});

const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

function without<Item extends { id: string }>(items: readonly Item[], others: readonly Item[]) {
  const excluded = new Set(ids(others));
  return items.filter(({ id }) => !excluded.has(id));
}

/** The operations that any of these scopes holds, each once; by API, then name. */
async function operationsOfScopes(db: Queryable, scopeIds: readonly string[]) {
  return db
    .selectDistinct({
      id: operations.id,
      api: apis.slug,
      name: operations.name,
      method: operations.method,
      pathTemplate: operations.pathTemplate,
    })
    .from(scopeOperations)
    .innerJoin(operations, eq(operations.id, scopeOperations.operationId))
    .innerJoin(apis, eq(apis.id, operations.apiId))
    .where(inArray(scopeOperations.scopeId, [...scopeIds, '']))
    .orderBy(asc(apis.slug), asc(operations.name));
}
