import type { DecisionCode } from '@/domain/access/decide';

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
  idle: 'The token had gone unused for longer than its group allows.',
  ip_not_allowed: 'The address is outside what token or group allow.',
  api_unknown: 'No API answers to this host and path.',
  path_ambiguous: 'Servers read this path in different ways, so none is assumed.',
  operation_unknown: 'The API has no operation with this method and path.',
  operation_not_granted: 'No scope of the group holds this operation.',
  operation_not_in_token: 'The group holds it, but the token is restricted to other scopes.',
};

/** A verdict's code in plain words; an unknown code stands for itself. */
export const codeWords = (code: string): string =>
  Object.hasOwn(words, code) ? words[code as DecisionCode] : code;
