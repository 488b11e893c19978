import { z } from 'zod';
import { cidrList } from '@/domain/decision/cidr-input';
import { type Ceilings, DELEGATORS, MINTERS, underCeilings } from '@/domain/policy/effective';
import {
  MAX_LIFETIME_SECONDS,
  MAX_OVERLAP_SECONDS,
  MIN_LIFETIME_SECONDS,
} from '@/domain/tokens/token-facts';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Limits on the tokens of a group; all durations in seconds. */
export const policySchema = z.strictObject({
  maxTtlSeconds: z.number().int().min(MIN_LIFETIME_SECONDS).max(MAX_LIFETIME_SECONDS),
  defaultTtlSeconds: z.number().int().min(MIN_LIFETIME_SECONDS).max(MAX_LIFETIME_SECONDS),
  idleLimitSeconds: z.number().int().min(HOUR).max(MAX_LIFETIME_SECONDS).nullable(),
  /** How long a rotated token goes on beside its successor, unless the rotation says otherwise. */
  rotationOverlapSeconds: z.number().int().min(0).max(MAX_OVERLAP_SECONDS),
  /** Tokens older than this are refused until they are rotated; null for no such limit. */
  rotationPeriodSeconds: z.number().int().min(HOUR).max(MAX_LIFETIME_SECONDS).nullable(),
  allowedCidrs: cidrList(),
  whoMayMint: z.enum(MINTERS),
  /** Null as usual: members, and nobody where the group holds rights on the control plane. */
  whoMayDelegate: z.enum(DELEGATORS).nullable(),
  /** A second person must approve a service token before it works. */
  approveServiceTokens: z.boolean(),
});
export type Policy = z.output<typeof policySchema>;

/** Short-lived by default: a month at most, a week unless asked. */
export const DEFAULT_POLICY: Policy = {
  maxTtlSeconds: 30 * DAY,
  defaultTtlSeconds: 7 * DAY,
  idleLimitSeconds: null,
  rotationOverlapSeconds: DAY,
  rotationPeriodSeconds: null,
  allowedCidrs: [],
  whoMayMint: 'leads',
  whoMayDelegate: null,
  approveServiceTokens: false,
};

/** What a new group gets that doesn't say: the usual, as far as the organisation lets it. */
export const defaultPolicy = (ceilings: Ceilings): Policy =>
  underCeilings(DEFAULT_POLICY, ceilings);

/** The policy in a row of a group. */
export const policyOf = (group: Policy): Policy => ({
  maxTtlSeconds: group.maxTtlSeconds,
  defaultTtlSeconds: group.defaultTtlSeconds,
  idleLimitSeconds: group.idleLimitSeconds,
  rotationOverlapSeconds: group.rotationOverlapSeconds,
  rotationPeriodSeconds: group.rotationPeriodSeconds,
  allowedCidrs: group.allowedCidrs,
  whoMayMint: group.whoMayMint,
  whoMayDelegate: group.whoMayDelegate,
  approveServiceTokens: group.approveServiceTokens,
});
