import { z } from 'zod';
import { cidrList } from '@/domain/decision/cidr-input';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const LONGEST_SECONDS = 10 * 366 * DAY;

/** Limits on the tokens of a group; all durations in seconds. */
export const policySchema = z.strictObject({
  maxTtlSeconds: z.number().int().min(60).max(LONGEST_SECONDS),
  defaultTtlSeconds: z.number().int().min(60).max(LONGEST_SECONDS),
  idleLimitSeconds: z.number().int().min(HOUR).max(LONGEST_SECONDS).nullable(),
  allowedCidrs: cidrList(),
  whoMayMint: z.enum(['administrators', 'leads', 'members']),
});
export type Policy = z.output<typeof policySchema>;

/** Short-lived by default: a month at most, a week unless asked. */
export const DEFAULT_POLICY: Policy = {
  maxTtlSeconds: 30 * DAY,
  defaultTtlSeconds: 7 * DAY,
  idleLimitSeconds: null,
  allowedCidrs: [],
  whoMayMint: 'leads',
};
