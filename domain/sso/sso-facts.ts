/** Under this slug stands the provider of the variables `OIDC_*`. */
export const ENVIRONMENT_SLUG = 'oidc';

/** Why somebody who came back from a provider isn't let in, in words for them. */
export const SIGN_ON_REASONS = {
  provider_refused: 'The provider did not let you in.',
  state_mismatch: 'This sign-in was begun elsewhere, or too long ago. Begin again here.',
  issuer_mismatch: 'The answer came from another provider than the one you chose.',
  code_refused: 'The provider no longer knows of this sign-in. Begin again.',
  id_token_expired: 'What the provider said of you has expired. Begin again.',
  id_token_invalid: 'What the provider said of you can’t be trusted.',
  signature_invalid: 'What the provider said of you isn’t signed by it.',
  provider_unavailable: 'The provider can’t be reached now. Try again in a moment.',
  secret_unavailable: 'Keyward can’t identify itself to the provider.',
  claims_unusable: 'The provider doesn’t say who you are.',
  provider_disabled: 'This provider is switched off.',
  account_unknown: 'Nobody here is linked to your account, and people aren’t added by signing in.',
  account_linked: 'Your account at the provider is linked already, to you or to somebody else.',
  other_account: 'You signed in at the provider as somebody else.',
  not_signed_in_anew: 'The provider doesn’t say that you have just signed in there.',
  email_taken: 'Somebody here has your email address. An account is never linked by it.',
  email_unverified: 'The provider hasn’t verified your email address.',
  no_email: 'The provider doesn’t tell your email address.',
  identity_suspended: 'You are suspended here.',
  last_administrator: 'The provider no longer counts you among the administrators.',
  too_many_attempts: 'Too many attempts. Wait and try again.',
} as const;

export type SignOnReason = keyof typeof SIGN_ON_REASONS;

export const isSignOnReason = (text: string): text is SignOnReason =>
  Object.hasOwn(SIGN_ON_REASONS, text);
