import { and, eq, gt, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { narrowCidrs } from '@/domain/decision/address-filter';
import { type FamilyTarget, lifetimeOf, type TokenRow } from './family';
import { mint } from './mint';
import { keptScopes } from './restriction';
import { readTokenView, type TokenView } from './token-view';

interface Succeeded {
  readonly token: TokenView;
  /** Ids of the relatives that this ended. */
  readonly retired: string[];
  /** How long the successor was made for, in seconds. */
  readonly ttlSeconds: number;
  /** The policy refuses the predecessor, which so had no overlap. */
  readonly isRefused: boolean;
}

/** As exact as the column, and never rounded up into what is still to come. */
export const NOW = sql`date_trunc('milliseconds', clock_timestamp())`;
/** By the clock of statuses, never rounded up, so that the answer already shows it retired. */
export const AT_ONCE = sql`date_trunc('milliseconds', now())`;

/**
 * Mints a token's successor, under today's policy, and has the token end when `ends` says. At most two of
 * a family are alive: whatever else was, ends at once.
 */
export async function succeed(
  tx: Transaction,
  actor: Actor,
  target: Pick<FamilyTarget, 'row' | 'group' | 'ceilings' | 'identity'>,
  ends: { readonly at: SQL; readonly onUse: boolean },
  secretBytes: Buffer,
): Promise<Succeeded | Refusal> {
  const { row, group, identity } = target;
  const allowedCidrs = keptAddresses(target);
  if (isRefusal(allowedCidrs)) return allowedCidrs;
  const isRefused = await isRefusedByPolicy(tx, row.id);
  const retired = await retireOthers(tx, row);
  await tx
    .update(tokens)
    .set({
      retiresAt: isRefused ? AT_ONCE : ends.at,
      retiresOnUse: !isRefused && ends.onUse,
    })
    .where(eq(tokens.id, row.id));
  const ttlSeconds = Math.min(Math.ceil(lifetimeOf(row)), group.maxTtlSeconds);
  const scopeIds = await keptScopes(tx, row);
  const token = await mint(
    tx,
    actor,
    {
      ...{ identity, groupId: group.id, name: row.name, scopeIds, predecessor: row },
      ...{ ttlSeconds, allowedCidrs },
    },
    secretBytes,
  );
  return { token, retired, ttlSeconds, isRefused };
}

type Addressed = Pick<FamilyTarget, 'row' | 'group' | 'ceilings'>;

/** Whether the policy refuses it: it must not work again for having been rotated. */
const isRefusedByPolicy = async (tx: Transaction, tokenId: string): Promise<boolean> =>
  (await readTokenView(tx, tokenId)).blockedBy === 'policy_not_met';

/** The addresses the token names, as far as today's policy lets it. */
function keptAddresses({ row, group, ceilings }: Addressed): Refusal | string[] {
  const kept = [group.allowedCidrs, ceilings.allowedCidrs].reduce(narrowCidrs, row.allowedCidrs);
  // None would be no limit at all.
  return row.allowedCidrs.length > 0 && kept.length === 0
    ? refuse(
        'conflict',
        'policy_not_met',
        `${row.name} works from none of the addresses that ${group.name} allows now: create another token.`,
      )
    : kept;
}

/**
 * Ends whatever else of the family was alive; what is revoked ends too, or else the undo of that would
 * bring a third one back. @returns the ids of those that were alive
 */
async function retireOthers(tx: Transaction, row: TokenRow): Promise<string[]> {
  const goesOn = or(isNull(tokens.retiresAt), gt(tokens.retiresAt, sql`clock_timestamp()`));
  const others = await tx
    .update(tokens)
    .set({ retiresAt: NOW, retiresOnUse: false })
    .where(and(eq(tokens.familyId, row.familyId), ne(tokens.id, row.id), goesOn))
    .returning({ id: tokens.id, state: tokens.state });
  return others.flatMap(({ id, state }) => (state === 'revoked' ? [] : [id]));
}
