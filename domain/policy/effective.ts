import type { groups } from '@/db/schema/groups';
import type { organisationPolicy } from '@/db/schema/organisation';

/** From the strictest to the most generous. */
export const MINTERS = ['administrators', 'leads', 'members'] as const;
export const DELEGATORS = ['nobody', 'leads', 'members'] as const;
export type Delegators = (typeof DELEGATORS)[number];

type GroupLimits = Pick<
  typeof groups.$inferSelect,
  | 'maxTtlSeconds'
  | 'defaultTtlSeconds'
  | 'idleLimitSeconds'
  | 'rotationPeriodSeconds'
  | 'rotationOverlapSeconds'
  | 'whoMayMint'
  | 'approveServiceTokens'
>;

/** What holds for every group, whatever it allows itself; durations in seconds, null for no ceiling. */
export type Ceilings = Omit<
  typeof organisationPolicy.$inferSelect,
  'id' | 'updatedAt' | 'approvePrivileged' | 'maxAccessSeconds'
>;

/**
 * A group as its tokens feel it: of what it allows and what the organisation does, the stricter. Not
 * its addresses, of which both lists must let a request pass.
 */
export function underCeilings<Group extends GroupLimits>(group: Group, ceilings: Ceilings): Group {
  const maxTtlSeconds = lower(group.maxTtlSeconds, ceilings.maxTtlSeconds);
  return {
    ...group,
    maxTtlSeconds,
    defaultTtlSeconds: Math.min(group.defaultTtlSeconds, maxTtlSeconds),
    idleLimitSeconds: lower(group.idleLimitSeconds, ceilings.idleLimitSeconds),
    rotationPeriodSeconds: lower(group.rotationPeriodSeconds, ceilings.rotationPeriodSeconds),
    rotationOverlapSeconds: lower(group.rotationOverlapSeconds, ceilings.rotationOverlapSeconds),
    whoMayMint: stricter(MINTERS, group.whoMayMint, ceilings.whoMayMint),
    approveServiceTokens: group.approveServiceTokens || ceilings.approveServiceTokens,
  };
}

/**
 * Who may give an agent less than they hold in a group. Where the group doesn't say: its members, but
 * nobody where it holds rights on the control plane.
 */
export function delegatorsOf(
  group: { readonly whoMayDelegate: Delegators | null; readonly controlsKeyward: boolean },
  ceilings: Pick<Ceilings, 'whoMayDelegate'>,
): Delegators {
  const usual = group.controlsKeyward ? 'nobody' : 'members';
  return stricter(DELEGATORS, group.whoMayDelegate ?? usual, ceilings.whoMayDelegate);
}

function lower(own: number, ceiling: number | null): number;
function lower(own: number | null, ceiling: number | null): number | null;
function lower(own: number | null, ceiling: number | null): number | null {
  if (own === null || ceiling === null) return own ?? ceiling;
  return Math.min(own, ceiling);
}

/** Whichever comes first in the order. */
export const stricter = <Value extends string>(
  order: readonly Value[],
  one: Value,
  other: Value,
): Value => (order.indexOf(one) <= order.indexOf(other) ? one : other);
