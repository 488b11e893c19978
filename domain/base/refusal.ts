import { withholdSecretsWithin } from '@/db/secrets/withhold-secrets';
import type { RefusalCode } from './refusal-codes';

/** Why an expected refusal happened; each kind has one HTTP status at the doors. */
export type RefusalKind =
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'invalid'
  | 'throttled';

export interface FieldError {
  /** Dotted path of the input field, e.g. `policy.maxTtlSeconds`; empty for the whole input. */
  readonly path: string;
  readonly message: string;
}

/** What is wrong in a text that was typed, and where: `length` characters from `at`, the first being 0. */
export interface TextProblem {
  readonly at: number;
  readonly length: number;
  readonly message: string;
  /** What to write in that place instead. */
  readonly suggestion?: string;
}

/** An expected "no": a value, never thrown. `code` is stable and meant for programs. */
export interface Refusal {
  readonly ok: false;
  readonly kind: RefusalKind;
  readonly code: RefusalCode;
  readonly message: string;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  /** The id of the request as which it now waits for a second administrator. */
  readonly staged?: string;
  /** Where the field that is wrong was typed as a text with a grammar. */
  readonly problems?: readonly TextProblem[];
}

export function refuse(
  kind: RefusalKind,
  code: RefusalCode,
  message: string,
  errors: readonly FieldError[] = [],
): Refusal {
  // Many name what was sent, and an answer ends up in logs.
  return withholdSecretsWithin({ ok: false, kind, code, message, errors } as const);
}

/** Words for people, where a type of target is written otherwise. */
const WORDS: Readonly<Record<string, string>> = {
  api: 'API',
  identity: 'person or service account',
  trustRule: 'trust rule',
  ssoProvider: 'provider',
  reviewCampaign: 'campaign of reviews',
  scimUser: 'user',
  scimGroup: 'pushed group',
  savedView: 'saved view',
};

/**
 * What isn't there and what is out of reach read alike, to the letter.
 * @param what the type of target, or the words for what is none
 */
export const notFound = (what: string) =>
  refuse(
    'not_found',
    'not_found',
    `There is no such ${WORDS[what] ?? what}, or it is out of your reach.`,
  );

export const invalid = (path: string, message: string) =>
  refuse('invalid', 'invalid_input', message, [{ path, message }]);

/** The same for a text with a grammar: the message says the first problem, and the refusal has all of them. */
export function invalidText(path: string, problems: readonly TextProblem[]): Refusal {
  const errors = problems.map((problem) => ({ path, message: inWords(problem) }));
  const refusal = refuse('invalid', 'invalid_input', errors[0]?.message ?? '', errors);
  return withholdSecretsWithin({ ...refusal, problems: [...problems] });
}

const inWords = ({ at, message, suggestion }: TextProblem): string =>
  `At character ${at + 1}: ${message}${suggestion ? ` Did you mean “${suggestion}”?` : ''}`;

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;
