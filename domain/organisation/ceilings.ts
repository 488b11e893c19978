import { z } from 'zod';
import { cidrList } from '@/domain/decision/cidr-input';
import { DELEGATORS, MINTERS } from '@/domain/policy/effective';
import {
  MAX_LIFETIME_SECONDS,
  MAX_OVERLAP_SECONDS,
  MIN_LIFETIME_SECONDS,
} from '@/domain/tokens/token-facts';

const HOUR = 3_600;
const MAX_ACCESS_SECONDS = 5 * 365 * 24 * HOUR;
const duration = (min: number, max: number) => z.number().int().min(min).max(max).nullable();

/** Ceilings over the policies of all groups; durations in seconds, null for no ceiling. */
export const ceilingsSchema = z.strictObject({
  maxTtlSeconds: duration(MIN_LIFETIME_SECONDS, MAX_LIFETIME_SECONDS),
  idleLimitSeconds: duration(HOUR, MAX_LIFETIME_SECONDS),
  rotationPeriodSeconds: duration(HOUR, MAX_LIFETIME_SECONDS),
  rotationOverlapSeconds: duration(0, MAX_OVERLAP_SECONDS),
  allowedCidrs: cidrList(),
  whoMayMint: z.enum(MINTERS),
  whoMayDelegate: z.enum(DELEGATORS),
  approveServiceTokens: z.boolean(),
  /** What becomes of a membership that nobody reviews in time, where its review doesn’t say. */
  unreviewedMembers: z.enum(['end', 'keep']),
});

/** All that the organisation says: the ceilings, and how rights are asked for and given. */
export const organisationPolicySchema = ceilingsSchema.extend({
  /** Whether a second administrator must approve what gives rights over Keyward itself. */
  approvePrivileged: z.boolean(),
  /** How long access that was requested lasts at most; null for no limit. */
  maxAccessSeconds: duration(HOUR, MAX_ACCESS_SECONDS),
});
