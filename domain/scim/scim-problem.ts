import { type Refusal, refuse } from '@/domain/base/refusal';

/** Detail errors (RFC 7644, section 3.12, table 9), by the code of their refusal. */
export const SCIM_TYPES = {
  scim_invalid_filter: 'invalidFilter',
  scim_too_many: 'tooMany',
  scim_uniqueness: 'uniqueness',
  scim_mutability: 'mutability',
  scim_invalid_syntax: 'invalidSyntax',
  scim_invalid_path: 'invalidPath',
  scim_no_target: 'noTarget',
  scim_invalid_value: 'invalidValue',
} as const;

export type ScimCode = keyof typeof SCIM_TYPES;

/** Ends the reading of a request deep inside it; `reading` makes a refusal of it. */
export class ScimProblem extends Error {
  constructor(
    readonly code: ScimCode,
    message: string,
  ) {
    super(message);
  }
}

/** What `read` answers, or the refusal of what it can't read. */
export function reading<Value>(read: () => Value): Value | Refusal {
  try {
    return read();
  } catch (error) {
    if (error instanceof ScimProblem) return refuse('invalid', error.code, error.message);
    throw error;
  }
}
