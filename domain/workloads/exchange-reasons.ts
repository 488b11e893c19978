import type { ClaimReason } from './claims';

/** Why an exchange was refused: told to administrators, and to nobody else. */
const REASONS = {
  minted: 'A token was given.',
  request_malformed: 'The request is not a form as RFC 8693 describes it.',
  request_too_large: 'The request is larger than an exchange can be.',
  parameter_duplicated: 'A parameter was sent twice.',
  authenticated_otherwise: 'Something besides the JWT was sent to prove who asks.',
  grant_unsupported: 'The grant type is not that of a token exchange.',
  token_type_unsupported: 'The subject token is of a type that is not exchanged.',
  rule_missing: 'The request names no trust rule.',
  rule_unknown: 'There is no trust rule of this name.',
  jwt_malformed: 'The subject token is no signed JWT.',
  algorithm_refused: 'The JWT is signed by an algorithm other than RS256, ES256 or EdDSA.',
  issuer_mismatch: 'The JWT is of another issuer than the rule’s.',
  keys_unavailable: 'The keys of the issuer can’t be fetched.',
  key_unknown: 'The issuer has no key by which this JWT could be signed.',
  signature_invalid: 'The signature is not the issuer’s.',
  jwt_expired: 'The JWT has expired, or never does.',
  jwt_early: 'The JWT is not valid yet.',
  jwt_lasts_too_long: 'The JWT is valid for more than a day.',
  audience_mismatch: 'The JWT is meant for somebody else.',
  claim_mismatch: 'A claim is not what the rule asks for.',
  jwt_replayed: 'This JWT was exchanged before: each is good for one token.',
  rule_changed: 'The rule was changed while its JWT was verified.',
  scope_not_in_rule: 'A scope was asked for that the rule does not give.',
  group_frozen: 'The group is frozen.',
  rule_awaiting: 'The rule waits for a second person’s approval, as tokens of its account do.',
  identity_suspended: 'The service account is suspended.',
  membership_ended: 'The service account is no member of the group.',
} as const satisfies Record<ClaimReason, string> & Record<string, string>;

export type ExchangeReason = keyof typeof REASONS;

/** A reason in plain words; an unknown one stands for itself. */
export const exchangeReasonWords = (reason: string): string =>
  Object.hasOwn(REASONS, reason) ? REASONS[reason as ExchangeReason] : reason;
