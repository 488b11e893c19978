import { eq } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { apis } from '@/db/schema/apis';
import { looksLikeId } from '@/domain/base/ids';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { liesWithin } from '@/domain/policy/lies-within';
import { type LineageTarget, scopesAlong } from './lineage';
import { findGroupScopes, scopesOfGroup } from './restriction';

/** What a child is asked to be cut down to. */
interface Asked {
  readonly scopes?: readonly string[] | undefined;
  readonly api?: string | undefined;
  readonly allowedCidrs?: readonly string[] | undefined;
}

export interface Lesser {
  readonly scopeIds: readonly string[] | null;
  readonly onlyApiId: string | null;
  readonly allowedCidrs: readonly string[];
}

/**
 * What a child gets: what was asked for, which must lie within what its parent has. What isn't asked for
 * is the parent's own, written down again so that whoever looks at the child sees it.
 */
export async function lesserOf(
  tx: Transaction,
  target: LineageTarget,
  asked: Asked,
): Promise<Lesser | Refusal> {
  const onlyApiId = await apiOf(tx, target, asked.api);
  if (isRefusal(onlyApiId)) return onlyApiId;
  const scopeIds = await scopeIdsOf(tx, target, asked.scopes, onlyApiId);
  if (isRefusal(scopeIds)) return scopeIds;
  const allowedCidrs = await addressesOf(tx, target, asked.allowedCidrs ?? []);
  return isRefusal(allowedCidrs) ? allowedCidrs : { scopeIds, onlyApiId, allowedCidrs };
}

async function apiOf(
  tx: Transaction,
  { row }: LineageTarget,
  asked: string | undefined,
): Promise<string | null | Refusal> {
  if (asked === undefined) return row.onlyApiId;
  const column = looksLikeId('api', asked) ? apis.id : apis.slug;
  const [api] = await tx.select().from(apis).where(eq(column, asked));
  const isOpened =
    api && (await scopesOfGroup(tx, row.groupId)).some((scope) => scope.api === api.slug);
  return isOpened && (row.onlyApiId === null || row.onlyApiId === api.id)
    ? api.id
    : invalid('api', `${row.name} opens nothing of an API “${asked}”.`);
}

async function scopeIdsOf(
  tx: Transaction,
  { row, line }: LineageTarget,
  asked: readonly string[] | undefined,
  onlyApiId: string | null,
): Promise<string[] | null | Refusal> {
  const held = await scopesAlong(tx, line);
  const found = await findGroupScopes(tx, row.groupId, asked);
  if (isRefusal(found)) return found;
  if (found === null) return held && [...held];
  for (const [at, { id, name, apiId }] of found.entries()) {
    if (held !== null && !held.has(id)) {
      return invalid(`scopes.${at}`, `${row.name} does not have the scope “${name}”.`);
    }
    if (onlyApiId !== null && apiId !== onlyApiId) {
      return invalid(`scopes.${at}`, `The scope “${name}” is of another API.`);
    }
  }
  return found.map(({ id }) => id);
}

/** An empty list is no narrower than the parent's: it means the same addresses. */
async function addressesOf(
  tx: Transaction,
  { row, line, ofGroup, ceilings }: LineageTarget,
  asked: readonly string[],
): Promise<readonly string[] | Refusal> {
  if (asked.length === 0) return row.allowedCidrs;
  const lists = [...line, ofGroup, ceilings].map(({ allowedCidrs }) => allowedCidrs);
  for (const list of lists) {
    if (await liesWithin(tx, asked, list)) continue;
    return invalid('allowedCidrs', `${row.name} works only from addresses in ${list.join(', ')}.`);
  }
  return asked;
}
