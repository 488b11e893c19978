import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { reachOf } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';
import { reference, soughtText } from '@/domain/base/input';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { DECISION_CODES } from '@/domain/decision/decide';
import { apiIdsOfGroups } from '@/domain/targets/api-target';
import { type Chain, chainSchema } from './chain';
import { type FoundOperation, onlyOne, operationsMeant, soughtOperation } from './find-operation';
import { groupsHolding, operationSchema, toExplainedOperation } from './granting';
import { chainsOfGroup, chainsOfIdentity, chainsOfToken, type Question } from './load-chains';
import {
  isOneSubject,
  knowsGroup,
  loadSubject,
  ONE_SUBJECT,
  permitSubject,
  type Subject,
  subjectInput,
  subjectSchema,
  toSubject,
} from './subject';

const MOST_GROUPS = 10;

/**
 * Why a token, a person or service account, or a group may call one operation, or why not: operation ←
 * scope ← group ← membership, who granted each, when, until when and from which source. For somebody
 * without a token it is what a session, or an unrestricted token of theirs, may.
 */
export const whyAccess = defineQuery({
  operation: 'access.why',
  summary: 'Explain why somebody or something may call an operation, or why not',
  http: { method: 'GET', path: '/access/why' },
  input: z
    .object({
      ...subjectInput,
      /** Needed where several APIs have the operation. */
      api: reference().optional(),
      /** `deleteInvoice`, or a request: `DELETE /invoices/7`. */
      operation: soughtOperation(),
      /** Where the request would come from; unsaid, addresses don't count. */
      ip: soughtText(60)
        .pipe(z.union([z.ipv4(), z.ipv6()]))
        .optional(),
    })
    .refine(isOneSubject, ONE_SUBJECT),
  output: z.object({
    subject: subjectSchema,
    operation: operationSchema,
    allowed: z.boolean(),
    /** What a decision would say. */
    code: z.enum(DECISION_CODES),
    /** Each way in which it may be called, or may not; first those that are open. */
    chains: z.array(chainSchema),
    /** Groups out of the reader's reach are left out: there may be other ways. */
    isPartial: z.boolean(),
    /** Where it may not: other groups that hold the operation, at most ten, within the reader's reach. */
    heldBy: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string() })),
  }),
  target: ({ db, input }) => loadSubject(db, input),
  permit: (actor, target) => permitSubject('access.why', actor, target),
  async run({ db, actor, input, target }) {
    const found = await meant(db, actor, input);
    if (isRefusal(found)) return found;
    const question = { found, ip: input.ip };
    const { chains, isPartial } = await chainsOf(db, actor, target, question);
    const ways = chains.toSorted((one, other) => Number(other.allowed) - Number(one.allowed));
    const isFrozen = found.api.state === 'frozen';
    const isAllowed =
      !isFrozen && (found.operation.isPublic || ways.some(({ allowed }) => allowed));
    const inChains = new Set(ways.map(({ group }) => group.id));
    return {
      subject: toSubject(target),
      operation: toExplainedOperation(found),
      allowed: isAllowed,
      code: isAllowed ? ('allowed' as const) : refusedBy(target, ways),
      chains: ways,
      isPartial,
      heldBy: isAllowed ? [] : await otherGroups(db, actor, found, inChains),
    };
  },
});

/** The operation they mean, among those of the APIs they may know of. */
async function meant(
  db: Queryable,
  actor: Actor,
  sought: { operation: string; api?: string | undefined },
): Promise<FoundOperation | Refusal> {
  const found = await operationsMeant(db, sought);
  const known = reachOf(actor, 'apis.get');
  const knowsAll = known.everywhere || reachOf(actor, 'access.why').everywhere;
  if (knowsAll) return onlyOne(found, sought);
  const apiIds = await apiIdsOfGroups(db, known.groupIds);
  return onlyOne(
    found.filter(({ api }) => apiIds.has(api.id)),
    sought,
  );
}

async function chainsOf(
  db: Queryable,
  actor: Actor,
  target: Subject,
  question: Question,
): Promise<{ chains: Chain[]; isPartial: boolean }> {
  if (target.type === 'identity') {
    return chainsOfIdentity(db, target.row, question, (group) => knowsGroup(actor, group));
  }
  const chains =
    target.type === 'token'
      ? await chainsOfToken(db, target.row, question)
      : await chainsOfGroup(db, target.row, question);
  return { chains, isPartial: false };
}

/** Of several ways that are closed, the first; without any, none of their groups holds the operation. */
function refusedBy(target: Subject, ways: readonly Chain[]): Chain['code'] {
  if (ways[0]) return ways[0].code;
  const isSuspended = target.type === 'identity' && target.row.state === 'suspended';
  return isSuspended ? 'identity_suspended' : 'operation_not_granted';
}

async function otherGroups(
  db: Queryable,
  actor: Actor,
  found: FoundOperation,
  inChains: ReadonlySet<string>,
) {
  const holding = await groupsHolding(db, found.operation.id);
  return holding
    .flatMap(({ group: { id, slug, name } }) =>
      !inChains.has(id) && knowsGroup(actor, { id, name }) ? { id, slug, name } : [],
    )
    .slice(0, MOST_GROUPS);
}
