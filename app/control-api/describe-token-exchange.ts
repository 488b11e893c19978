import { ACCESS_TOKEN_TYPE, GRANT_TYPE, JWT_TYPES } from '@/domain/workloads/exchange-form';
import { mintForWorkload } from '@/domain/workloads/mint-for-workload';

const text = (description: string, more: object = {}) => ({ type: 'string', description, ...more });

const oauthError = (description: string) => ({
  description,
  content: { 'application/json': { schema: errorSchema } },
});

const errorSchema = {
  type: 'object',
  description: 'RFC 6749, section 5.2. Why a JWT was refused, the administrator reads in Settings.',
  required: ['error'],
  properties: {
    error: {
      type: 'string',
      enum: [
        ...['invalid_request', 'invalid_grant', 'invalid_scope', 'invalid_target'],
        ...['unsupported_grant_type', 'temporarily_unavailable', 'server_error'],
      ],
    },
    error_description: { type: 'string' },
  },
};

const formSchema = {
  type: 'object',
  required: ['grant_type', 'subject_token', 'subject_token_type'],
  properties: {
    grant_type: { type: 'string', const: GRANT_TYPE },
    subject_token: text(
      'The JWT that the issuer gave the workload, or a Keyward token of one’s own.',
    ),
    subject_token_type: { type: 'string', enum: [...JWT_TYPES, ACCESS_TOKEN_TYPE] },
    audience: text(
      'For a JWT, the trust rule, by id or slug: this one and no other is evaluated. For a token, the one API that its child is good for.',
    ),
    scope: text('Scopes to cut the token down to, with blanks between them.'),
    acts_as: text('Of a child: who acts with it.', { maxLength: 100 }),
    ttl_seconds: text('Of a child: its lifetime; an hour where it isn’t said.', {
      pattern: '^[0-9]{1,9}$',
    }),
    allowed_cidrs: text('Of a child: the addresses it works from, with blanks between them.'),
    requested_token_type: { type: 'string', const: ACCESS_TOKEN_TYPE },
  },
};

const answerSchema = {
  type: 'object',
  required: ['access_token', 'issued_token_type', 'token_type', 'expires_in', 'token_id'],
  properties: {
    access_token: text('The secret of the token; it is told here and nowhere else.'),
    issued_token_type: { type: 'string', const: ACCESS_TOKEN_TYPE },
    token_type: { type: 'string', const: 'Bearer' },
    expires_in: { type: 'integer', description: 'Seconds.' },
    scope: text('The scopes that it is cut down to; left out where it has all of its group.'),
    token_id: text('By which it is revoked.'),
  },
};

/** The exchange in the description of the control API: the one operation that is no command of it. */
export const describeTokenExchange = () => ({
  operationId: mintForWorkload.operation,
  summary: 'Exchange a workload’s JWT, or one’s own token, for a token (RFC 8693)',
  description:
    'Each parameter once, in the body; the subject token is the only proof. A JWT is good for one token.',
  tags: ['tokens'],
  security: [],
  parameters: [
    { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 255 } },
  ],
  requestBody: {
    required: true,
    content: { 'application/x-www-form-urlencoded': { schema: formSchema } },
  },
  responses: {
    '200': { description: 'Done', content: { 'application/json': { schema: answerSchema } } },
    '400': oauthError('Refused'),
    '413': oauthError('The body is too large'),
    '429': oauthError('Too many refused exchanges from this network'),
    '503': oauthError('It can’t be recorded, or no connection to the database became free'),
    '500': oauthError('A fault of ours'),
  },
});
