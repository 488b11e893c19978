import type { ClaimValue, Terms } from './claims';
import type { TrustRuleRow } from './rule-target';

/** What a rule asks of a JWT. */
export const termsOf = ({ issuer, audience, claims }: TrustRuleRow): Terms => ({
  ...{ issuer, audience, claims: claims as Record<string, ClaimValue> },
});
