import { z } from 'zod';
import { label, reference, slug, withoutSecret } from '@/domain/base/input';
import { invalid, type Refusal } from '@/domain/base/refusal';
import { issuerInput } from '@/domain/issuers/issuer-input';
import type { ClaimValue } from './claims';
import {
  DEFAULT_RULE_SECONDS,
  identifies,
  identifyingWords,
  MAX_RULE_SECONDS,
  MIN_RULE_SECONDS,
  PRESETS,
  type Preset,
  presetOf,
  REGISTERED_CLAIMS,
} from './workload-facts';

const MAX_CLAIMS = 20;

const claimName = z
  .string()
  .trim()
  .min(1, 'Name the claim.')
  .max(100)
  .refine((name) => !REGISTERED_CLAIMS.has(name), {
    error: 'Issuer, audience and times are checked anyway.',
  });
const claimValue = z.union([
  withoutSecret(z.string().min(1, 'Write the value that the claim must have.').max(500)),
  z.number(),
  z.boolean(),
]);

/** Claims by name, or by a JSON Pointer for one inside others, with the value each must have. */
export const ruleClaims = () =>
  z
    .record(claimName, claimValue)
    .refine((claims) => Object.keys(claims).length > 0, 'Name at least one claim.')
    .refine((claims) => Object.keys(claims).length <= MAX_CLAIMS, `At most ${MAX_CLAIMS} claims.`);

/** The fields of a rule, as they are when it is made. */
export const ruleFields = {
  slug: slug(),
  name: label(),
  preset: z.enum(PRESETS).default('oidc'),
  issuer: issuerInput(),
  audience: label(300),
  claims: ruleClaims(),
  /** The service account that the tokens act for. */
  identity: reference(),
  group: reference(),
  /** Scopes of the group to cut the tokens down to; all of them where it is left out. */
  scopes: z.array(z.string().min(1).max(200)).min(1).max(200).optional(),
  ttlSeconds: z
    .number()
    .int()
    .min(MIN_RULE_SECONDS)
    .max(MAX_RULE_SECONDS)
    .default(DEFAULT_RULE_SECONDS),
};

/** Refuses a rule that anybody's workload would fit. */
export function refuseAnybody(rule: {
  readonly issuer: string;
  readonly preset: Preset;
  readonly claims: Readonly<Record<string, ClaimValue>>;
}): Refusal | null {
  const preset = presetOf(rule.issuer, rule.preset);
  return identifies(preset, rule.claims)
    ? null
    : invalid(
        'claims',
        `These claims fit anybody’s workload. Add one that names yours: ${identifyingWords(preset)}.`,
      );
}
