import type { Queryable } from '@/db/client';
import type { groups } from '@/db/schema/groups';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import { type Ceilings, underCeilings } from '@/domain/policy/effective';
import { liesWithin } from '@/domain/policy/lies-within';
import { readCeilings } from '@/domain/policy/read-ceilings';
import type { IdentityRow } from '@/domain/targets/find-identity';
import { loadTokenTarget, type TokenTarget } from '@/domain/targets/token-target';
import { loadHolding } from './family';
import { findGroupScopes, keptScopes } from './restriction';

export interface LimitsTarget extends TokenTarget {
  /** As its tokens feel it: under the organisation's ceilings. */
  readonly group: typeof groups.$inferSelect;
  readonly ceilings: Ceilings;
  readonly identity: IdentityRow;
}

/** What was asked for; what isn't stays as it is. */
export interface AskedLimits {
  readonly scopes?: readonly string[] | null | undefined;
  /** RFC 3339. */
  readonly expiresAt?: string | undefined;
  readonly allowedCidrs?: readonly string[] | undefined;
}

export interface Limits {
  /** Ids of the scopes it is cut down to; null where it has all of its group. */
  readonly scopeIds: readonly string[] | null;
  readonly expiresAt: Date;
  readonly allowedCidrs: readonly string[];
}

/** Loads a token with its group and whom it acts for, locked in the order in which tokens are made. */
export async function loadLimitsTarget(db: Queryable, id: string): Promise<LimitsTarget | Refusal> {
  const holding = await loadHolding(db, id);
  if (isRefusal(holding)) return holding;
  const locked = await loadTokenTarget(db, id);
  if (isRefusal(locked)) return locked;
  const ceilings = await readCeilings(db);
  const group = underCeilings(holding.groupRow, ceilings);
  return { ...locked, group, ceilings, identity: holding.identity };
}

/** What the token is to be held to, all of it; a scope that its group doesn't own is refused. */
export async function wantedLimits(
  db: Queryable,
  { row }: Pick<LimitsTarget, 'row'>,
  asked: AskedLimits,
): Promise<Limits | Refusal> {
  const scopeIds = await wantedScopes(db, row, asked.scopes);
  if (isRefusal(scopeIds)) return scopeIds;
  return {
    scopeIds,
    expiresAt: asked.expiresAt === undefined ? row.expiresAt : new Date(asked.expiresAt),
    allowedCidrs: asked.allowedCidrs ?? row.allowedCidrs,
  };
}

async function wantedScopes(
  db: Queryable,
  row: LimitsTarget['row'],
  asked: AskedLimits['scopes'],
): Promise<readonly string[] | null | Refusal> {
  if (asked === undefined) return keptScopes(db, row);
  const found = await findGroupScopes(db, row.groupId, asked ?? undefined);
  return isRefusal(found) ? found : (found?.map(({ id }) => id) ?? null);
}

/** Whether the token could do anything more, later, or from elsewhere than now. */
export async function widens(
  db: Queryable,
  { row }: Pick<LimitsTarget, 'row'>,
  wanted: Limits,
): Promise<boolean> {
  if (wanted.expiresAt.getTime() > row.expiresAt.getTime()) return true;
  const kept = await keptScopes(db, row);
  if (kept !== null && (wanted.scopeIds?.some((id) => !kept.includes(id)) ?? true)) return true;
  return opensAddresses(db, row.allowedCidrs, wanted.allowedCidrs);
}

/** An empty list lets every address through. */
async function opensAddresses(
  db: Queryable,
  now: readonly string[],
  wanted: readonly string[],
): Promise<boolean> {
  if (now.length === 0) return false;
  return wanted.length === 0 || !(await liesWithin(db, wanted, now));
}
