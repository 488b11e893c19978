import type { DecisionCode } from '@/domain/decision/decide';
import type { DecisionReason } from '@/domain/routing/decision-reasons';

const words: Record<DecisionCode, string> = {
  allowed: 'The token’s group holds this operation.',
  token_malformed: 'What was presented is no Keyward token.',
  token_unknown: 'No token has this secret.',
  token_revoked: 'The token was revoked.',
  token_retired: 'The token was rotated out and its overlap is over.',
  token_suspended: 'The token was suspended.',
  token_expired: 'The token had expired.',
  identity_suspended: 'Whom the token acts for was suspended.',
  membership_ended: 'Whom the token acts for was not in the group.',
  group_frozen: 'The group was frozen.',
  parent_ended: 'A token it was made from had ended, or was suspended.',
  policy_not_met: 'The token broke the policy of its group, or of the organisation.',
  idle: 'The token had gone unused for longer than its group allows.',
  ip_not_allowed: 'The address is outside what token or group allow.',
  api_unknown: 'No API answers to this host and path.',
  api_frozen: 'The API was frozen: nothing of it could be called.',
  path_ambiguous: 'Servers read this path in different ways, so none is assumed.',
  operation_unknown: 'The API has no operation with this method and path.',
  operation_not_granted: 'No scope of the group holds this operation.',
  operation_not_in_token: 'The group holds it, but the token is restricted to other scopes.',
};

const reasons: Record<DecisionReason, string> = {
  not_origin_form: 'The path doesn’t begin with a slash.',
  too_long: 'The path is longer than 8,192 characters.',
  forbidden_character: 'The path has a character that must be escaped in it.',
  control_character: 'The path holds a control character.',
  backslash: 'The path holds a backslash, which some servers take for a slash.',
  semicolon: 'The path holds a semicolon; some servers drop what follows it.',
  broken_escape: 'An escape in the path is broken, or is no UTF-8.',
  encoded_slash: 'The path holds %2F outside of a parameter of several segments.',
  encoded_delimiter: 'The path holds %3F or %23, where some servers would cut it.',
  encoded_percent: 'The path is escaped twice: servers that decode twice read another one.',
  escaped_literal: 'A fixed part of the path is escaped without need; send it as it is.',
  lookalike_character: 'The path holds characters that some servers read as others, or as none.',
  doubled_slash: 'The path has two slashes in a row.',
  dot_segment: 'The path has a “.” or “..” between slashes.',
  trailing_slash:
    'Only a trailing slash differs from an operation’s path. The API’s settings can let it make no difference.',
  templates_contest:
    'Several operations fit the path, and servers choose between them differently.',
  headers_disagree: 'The gateway’s headers name two different paths.',
  public_operation: 'The operation is public: it needs no token.',
};

/** Why, beyond the code: in plain words; an unknown reason stands for itself. */
export const reasonWords = (reason: string): string =>
  Object.hasOwn(reasons, reason) ? reasons[reason as DecisionReason] : reason;

/** A verdict's code in plain words; an unknown code stands for itself. */
export const codeWords = (code: string): string =>
  Object.hasOwn(words, code) ? words[code as DecisionCode] : code;

const shortened: Partial<Record<string, string>> = {
  api_unknown: 'API unknown',
  ip_not_allowed: 'address not allowed',
};

/** The same for a line of a list: "token revoked", "operation not granted". */
export const shortCodeWords = (code: string): string =>
  shortened[code] ?? code.replaceAll('_', ' ');
