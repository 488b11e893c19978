export {
  type CallOptions,
  type ClientOptions,
  createClient,
  type IntrospectOptions,
  type KeywardClient,
  type Question,
} from './client.js';
export {
  InvalidInput,
  KeywardError,
  type KeywardErrorCode,
  NotAuthorized,
  VerifierTimeout,
  VerifierUnavailable,
} from './errors.js';
export type { GuardOptions } from './guard.js';
export type { ActiveToken, Introspection } from './introspection.js';
export type {
  AllowedVerdict,
  DenialCode,
  DeniedVerdict,
  PublicVerdict,
  TokenVerdict,
  Verdict,
} from './verdict.js';
