import { z } from 'zod';
import { cidrList } from '@/domain/decision/cidr-input';
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
  allowedCidrs: cidrList(),
  whoMayMint: z.enum(['administrators', 'leads', 'members']),
});
export type Policy = z.output<typeof policySchema>;

/** Short-lived by default: a month at most, a week unless asked. */
export const DEFAULT_POLICY: Policy = {
  maxTtlSeconds: 30 * DAY,
  defaultTtlSeconds: 7 * DAY,
  idleLimitSeconds: null,
  rotationOverlapSeconds: DAY,
  allowedCidrs: [],
  whoMayMint: 'leads',
};
