/** Why a path could mean something else to the server behind; stable, for programs. */
export const AMBIGUITY_REASONS = [
  'not_origin_form',
  'too_long',
  'forbidden_character',
  'forbidden_encoding',
  'empty_segment',
  'dot_segment',
  'trailing_slash',
  'overlapping_templates',
  'headers_disagree',
] as const;

export type AmbiguityReason = (typeof AMBIGUITY_REASONS)[number];
