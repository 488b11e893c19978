import type { ExchangeReason } from './exchange-reasons';

/** RFC 8693, sections 2.1 and 3. */
export const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:';
export const ACCESS_TOKEN_TYPE = `${TOKEN_TYPE}access_token`;
export const JWT_TYPES = [`${TOKEN_TYPE}jwt`, `${TOKEN_TYPE}id_token`];

/** RFC 6749, section 5.2, and RFC 8693, section 2.2.2. */
export type OAuthError =
  | 'invalid_request'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_target'
  | 'unsupported_grant_type';

/** What is told to whoever asked, and what is written down for administrators. */
export interface FormRefusal {
  readonly refused: true;
  readonly error: OAuthError;
  readonly description: string;
  readonly reason: ExchangeReason;
}

/** An exchange that can be read. `fields` are all parameters, each of them sent once. */
export type ExchangeForm = {
  readonly refused: false;
  readonly subjectToken: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Names of scopes, in the order they were sent; undefined where all are asked for. */
  readonly scopes: readonly string[] | undefined;
} & (
  | {
      /** A JWT of a workload's issuer, and the trust rule it is held against. */
      readonly kind: 'workload';
      readonly rule: string;
    }
  | {
      /** A Keyward token whose holder wants a lesser one. */
      readonly kind: 'delegation';
    }
);

/** Other ways to prove who asks: RFC 6749, 2.3.1 · RFC 7521, 4.2 · RFC 6750, 2.2 · RFC 8693, 2.1. */
const OTHER_PROOFS = [
  ...['client_secret', 'client_assertion', 'client_assertion_type', 'access_token'],
  ...['actor_token', 'actor_token_type'],
];
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}( [\x21\x23-\x5b\x5d-\x7e]{1,200})*$/;
const MAX_SCOPES = 200;

const refuse = (
  reason: ExchangeReason,
  description: string,
  error: OAuthError = 'invalid_request',
): FormRefusal => ({ refused: true, error, description, reason });

export interface SentForm {
  readonly contentType: string | null;
  readonly hasAuthorization: boolean;
  /** Of the URL: nothing belongs there. */
  readonly hasQuery: boolean;
  readonly body: string;
}

/**
 * Reads the form of a token exchange. Each parameter is sent once (RFC 6749, 3.2), unknown ones are
 * ignored, and the subject token is the only proof: a second one is refused rather than chosen between.
 * `audience` names the trust rule of a workload, by id or slug.
 */
export function readExchangeForm(sent: SentForm): ExchangeForm | FormRefusal {
  const { contentType, hasAuthorization, hasQuery, body } = sent;
  const [mediaType = ''] = (contentType ?? '').split(';', 1);
  if (mediaType.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    return refuse('request_malformed', 'Send an application/x-www-form-urlencoded body.');
  }
  if (hasQuery) return refuse('request_malformed', 'Send every parameter in the body.');
  const read = readFields(body);
  if (read.refused) return read;
  const { fields } = read;
  const { grant_type, subject_token, subject_token_type, requested_token_type, scope } = fields;
  if (hasAuthorization || OTHER_PROOFS.some((name) => fields[name] !== undefined)) {
    return refuse('authenticated_otherwise', 'The subject token is the only proof to send.');
  }
  if (grant_type === undefined) return refuse('request_malformed', 'grant_type is missing.');
  if (grant_type !== GRANT_TYPE) {
    const description = `grant_type must be ${GRANT_TYPE}.`;
    return refuse('grant_unsupported', description, 'unsupported_grant_type');
  }
  if (!subject_token) return refuse('request_malformed', 'subject_token is missing.');
  if (!subject_token_type) return refuse('request_malformed', 'subject_token_type is missing.');
  if (requested_token_type !== undefined && requested_token_type !== ACCESS_TOKEN_TYPE) {
    return refuse(
      'token_type_unsupported',
      `requested_token_type is ${ACCESS_TOKEN_TYPE} or left out.`,
    );
  }
  const scopes = scope?.split(' ');
  if (scopes && (!SCOPE.test(scope ?? '') || scopes.length > MAX_SCOPES)) {
    return refuse(
      'request_malformed',
      'scope must be names with one blank between them.',
      'invalid_scope',
    );
  }
  const form = { refused: false as const, subjectToken: subject_token, fields, scopes };
  if (subject_token_type === ACCESS_TOKEN_TYPE) return { ...form, kind: 'delegation' };
  if (!JWT_TYPES.includes(subject_token_type)) {
    const types = [...JWT_TYPES, ACCESS_TOKEN_TYPE].join(', ');
    return refuse('token_type_unsupported', `subject_token_type is one of ${types}.`);
  }
  const { audience } = fields;
  return audience
    ? { ...form, kind: 'workload', rule: audience }
    : refuse('rule_missing', 'audience is missing: name the trust rule, by id or slug.');
}

/** The parameters, each once; an empty one counts as left out (RFC 6749, 3.2). */
function readFields(body: string): Pick<ExchangeForm, 'refused' | 'fields'> | FormRefusal {
  // URLSearchParams would put U+FFFD in the place of what is no UTF-8.
  if (/%(?![0-9a-f]{2})/i.test(body)) return refuse('request_malformed', 'The body is no form.');
  const fields = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URLSearchParams(body)) {
    if (name in fields) return refuse('parameter_duplicated', 'A parameter was sent twice.');
    fields[name] = value;
  }
  for (const name of Object.keys(fields)) if (fields[name] === '') delete fields[name];
  return { refused: false, fields };
}
