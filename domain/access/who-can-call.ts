import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { reachOf } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';
import { packedCursor, pageInput, reference, searchText } from '@/domain/base/input';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { type ApiTarget, loadApiTarget } from '@/domain/targets/api-target';
import { callerSchema, countCallers, countDistinct, isCursor, pageOfCallers } from './callers';
import {
  type CallingTokens,
  callingTokenSchema,
  callingTokensByCaller,
  callingTokensByGroup,
} from './calling-tokens';
import { type FoundOperation, onlyOne, operationsMeant, soughtOperation } from './find-operation';
import { grantSchema, groupsHolding, operationSchema, toExplainedOperation } from './granting';

const tokensOf = {
  /** Of those that can call it now, the newest; at most 20. Addresses don't count. */
  tokens: z.array(callingTokenSchema),
  tokenCount: z.number(),
};
const NONE: CallingTokens = { tokens: [], tokenCount: 0 };

/** Who can call an operation: the groups that hold it, through which scopes, who is in them, with which tokens. */
export const whoCanCall = defineQuery({
  operation: 'access.whoCanCall',
  summary: 'Who can call an operation, and through which group',
  http: { method: 'GET', path: '/access' },
  input: z.object({
    /** Needed where several APIs have the operation. */
    api: reference().optional(),
    /** `deleteInvoice`, or a request: `DELETE /invoices/7`. */
    operation: soughtOperation(),
    /** Callers through any of these groups, by id or slug; `groups` names all. */
    group: z.union([reference(), z.array(reference()).max(50)]).optional(),
    type: z.enum(['person', 'service']).optional(),
    q: searchText(),
    limit: pageInput.limit,
    cursor: packedCursor().refine(
      (cursor) => cursor === undefined || isCursor(cursor),
      'This cursor is not one of ours.',
    ),
  }),
  output: z.object({
    operation: operationSchema,
    /** While it is, nobody can: what follows is who could once it is unfrozen. */
    isApiFrozen: z.boolean(),
    /** Different people and service accounts, and tokens, that can call it now. */
    personCount: z.number(),
    serviceCount: z.number(),
    tokenCount: z.number(),
    groups: z.array(
      z.object({
        id: z.string(),
        slug: z.string(),
        name: z.string(),
        state: z.enum(['active', 'frozen']),
        scopes: z.array(grantSchema),
        personCount: z.number(),
        serviceCount: z.number(),
        ...tokensOf,
      }),
    ),
    /** People and service accounts in those groups, by name, each once for every group. */
    items: z.array(
      callerSchema
        .omit({ groupId: true })
        .extend({ group: z.object({ id: z.string(), slug: z.string(), name: z.string() }) })
        .extend(tokensOf),
    ),
    /** How many of those there are, of those asked for. */
    total: z.number(),
    nextCursor: z.string().nullable(),
  }),
  async target({ db, actor, input }): Promise<AskedTarget | Refusal> {
    if (input.api !== undefined) return loadApiTarget(db, input.api);
    return anyApi(db, actor, input);
  },
  async run({ db, input, target }) {
    const api = target.id ?? undefined;
    const found =
      target.found ?? onlyOne(await operationsMeant(db, { ...input, api }), { ...input, api });
    if (isRefusal(found)) return found;
    const operationId = found.operation.id;
    const holding = await groupsHolding(db, operationId);
    const groupIds = holding.map(({ group }) => group.id);
    const chosen = [input.group ?? []].flat();
    const asked = holding.filter(
      ({ group: { id, slug } }) =>
        chosen.length === 0 || chosen.includes(id) || chosen.includes(slug),
    );
    const callersIn = await countCallers(db, groupIds);
    const tokensIn = await callingTokensByGroup(db, operationId, groupIds);
    const page = await pageOfCallers(db, {
      ...input,
      groupIds: asked.map(({ group }) => group.id),
    });
    const tokensOfEach = await callingTokensByCaller(
      db,
      operationId,
      page.items.map(({ identity, groupId }) => ({ identityId: identity.id, groupId })),
    );
    const groupOf = new Map(holding.map(({ group }) => [group.id, group]));
    return {
      operation: toExplainedOperation(found),
      isApiFrozen: found.api.state === 'frozen',
      ...(await countDistinct(db, groupIds)),
      tokenCount: [...tokensIn.values()].reduce((sum, one) => sum + one.tokenCount, 0),
      groups: holding.map(({ group: { id, slug, name, state }, scopes }) => ({
        ...{ id, slug, name, state, scopes: [...scopes] },
        ...(callersIn.get(id) ?? { personCount: 0, serviceCount: 0 }),
        ...told(tokensIn.get(id)),
      })),
      items: page.items.flatMap(({ groupId, ...caller }) => {
        const group = groupOf.get(groupId);
        if (!group) return [];
        const { id, slug, name } = group;
        const held = tokensOfEach.get(`${caller.identity.id} ${groupId}`);
        return { ...caller, group: { id, slug, name }, ...told(held) };
      }),
      total: page.total,
      nextCursor: page.nextCursor,
    };
  },
});

const told = ({ tokens, tokenCount } = NONE) => ({ tokens: [...tokens], tokenCount });

type AskedTarget = (ApiTarget | (Target & { type: 'system' })) & {
  readonly found?: FoundOperation;
};

/** The one API that has the operation; who may not ask everywhere has to name it, and learns of none. */
async function anyApi(
  db: Queryable,
  actor: Actor,
  sought: { operation: string },
): Promise<AskedTarget | Refusal> {
  if (!reachOf(actor, 'access.whoCanCall').everywhere) {
    return { type: 'system', id: null, name: null };
  }
  const found = onlyOne(await operationsMeant(db, sought), sought);
  if (isRefusal(found)) return found;
  const target = await loadApiTarget(db, found.api.id);
  return isRefusal(target) ? target : { ...target, found };
}
