/** Why a path could mean something else to the server behind; stable, for programs. */
export const AMBIGUITY_REASONS = [
  /** It doesn't begin with `/`. */
  'not_origin_form',
  'too_long',
  /** A character that no path holds as it stands: a space, a quote, anything beyond ASCII. */
  'forbidden_character',
  /** As it stands or escaped. */
  'control_character',
  'backslash',
  'semicolon',
  /** `%` without two hexadecimal digits, or bytes that are no UTF-8. */
  'broken_escape',
  /** `%2F`, but within a parameter of several segments. */
  'encoded_slash',
  /** `%3F` or `%23`. */
  'encoded_delimiter',
  /** `%25` before two hexadecimal digits: whoever decodes twice has another character there. */
  'encoded_percent',
  /** Escaped characters that need no escape, where a template has them as they are. */
  'escaped_literal',
  /** What some servers read as a slash, a dot segment, an escape, or as nothing. */
  'lookalike_character',
  'doubled_slash',
  'dot_segment',
  'trailing_slash',
  /** Several templates fit, or would on a server that is more forgiving. */
  'templates_contest',
  /** The headers of a gateway name two paths. */
  'headers_disagree',
] as const;

export type AmbiguityReason = (typeof AMBIGUITY_REASONS)[number];

/** What a decision says beyond its code: which way a path is ambiguous, or why no token was needed. */
export const PUBLIC_OPERATION = 'public_operation';
export type DecisionReason = AmbiguityReason | typeof PUBLIC_OPERATION;
