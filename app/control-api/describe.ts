import { z } from 'zod';
import { IMPORT_CHOICES } from '@/domain/apis/import-input';
import { REFUSAL_CODES } from '@/domain/base/refusal-codes';
import { isStream } from '@/domain/commands/define-stream';
import { CONTENT_TYPES } from '@/domain/commands/write-rows';
import { COMMANDS, QUERIES } from '@/domain/registry/operations';
import { describeGithubReport, describeLeakReport } from './describe-leaks';
import { describeTokenExchange } from './describe-token-exchange';
import type { Bound } from './routes';

type Json = { [key: string]: unknown };
interface ObjectSchema extends Json {
  properties?: Record<string, Json>;
  required?: string[];
}

const problemResponse = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** The OpenAPI 3.1 document of the control API, generated from the commands and queries. */
export function describeControlApi(serverUrl: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of [...COMMANDS, ...QUERIES]) {
    if (!operation.http || operation.http.when) continue;
    const { method, path } = operation.http;
    const item = paths[path] ?? {};
    paths[path] = item;
    item[method.toLowerCase()] = describeOperation(operation);
  }
  paths['/token-exchange'] = { ...paths['/token-exchange'], post: describeTokenExchange() };
  paths['/leaks'] = { post: describeLeakReport() };
  paths['/leaks/github'] = { post: describeGithubReport() };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Keyward control API',
      version: '1',
      description: 'Manage groups, scopes, people and tokens. Every operation is also a right.',
    },
    servers: [{ url: `${serverUrl}/api/v1` }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: problemSchema },
    },
  };
}

function describeOperation(operation: Bound): Json {
  const { http } = operation;
  if (!http) throw new Error(`${operation.operation} has no HTTP binding`);
  const input = jsonSchema(operation.input, http.rawBody);
  const inPath = [...http.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const others = Object.keys(input.properties ?? {}).filter((name) => !inPath.includes(name));
  const required = new Set(input.required ?? []);
  const parameter = (name: string, place: 'path' | 'query') => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: input.properties?.[name] ?? { type: 'string' },
  });
  const parameters = [
    ...inPath.map((name) => parameter(name, 'path')),
    ...(http.method === 'GET' ? others.map((name) => parameter(name, 'query')) : []),
    ...(http.method === 'POST'
      ? [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 255 } }]
      : []),
    ...(http.rawBody
      ? [
          { name: 'dryRun', in: 'query', schema: { type: 'boolean' } },
          ...others.map((name) => parameter(name, 'query')),
        ]
      : []),
  ];
  return {
    operationId: operation.operation,
    summary: operation.summary,
    tags: [operation.operation.split('.')[0]],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(operation, input, others),
    responses: {
      [String(http.status ?? 200)]: {
        description: 'Done',
        content: answerContent(operation),
      },
      ...(takesBody(operation)
        ? {
            '400': problemResponse('The body can’t be read'),
            '413': problemResponse('The body is too large'),
          }
        : {}),
      '401': problemResponse('No token, or a dead one'),
      '403': problemResponse('The token’s group does not hold this operation'),
      '404': problemResponse('Unknown, or out of reach'),
      '422': problemResponse('The input is not valid'),
      ...(operation.kind === 'command'
        ? { '409': problemResponse('In conflict with the state') }
        : {}),
      '500': problemResponse('A fault of ours: look what happened before you try again'),
      '503': problemResponse(
        'The use of the token can’t be recorded, or no connection to the database became free; nothing was done',
      ),
    },
  };
}

const takesBody = ({ http }: Bound): boolean =>
  http !== undefined && http.method !== 'GET' && http.method !== 'DELETE';

function bodyOf(operation: Bound, input: ObjectSchema, fields: readonly string[]): Json {
  const { http } = operation;
  if (!http || !takesBody(operation)) return {};
  if (http.rawBody) {
    const document = { schema: { type: 'string' } };
    return {
      requestBody: {
        required: true,
        content: {
          'application/json': document,
          'application/yaml': document,
          'application/gzip': document,
          'multipart/form-data': { schema: formSchema },
        },
      },
    };
  }
  if (fields.length === 0) return {};
  const required = (input.required ?? []).filter((name) => fields.includes(name));
  const properties = Object.fromEntries(fields.map((name) => [name, input.properties?.[name]]));
  const schema = { type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
  return {
    requestBody: { required: required.length > 0, content: { 'application/json': { schema } } },
  };
}

/** A document as a file, with the choices that go with it. */
const formSchema = {
  type: 'object',
  required: ['document'],
  properties: {
    document: { type: 'string' },
    ...Object.fromEntries(
      IMPORT_CHOICES.map((name) => [name, { type: 'array', items: { type: 'string' } }]),
    ),
  },
};

function answerContent(operation: Bound): Json {
  const schema = answerSchema(operation);
  if (!isStream(operation)) return { 'application/json': { schema } };
  return {
    [CONTENT_TYPES.ndjson]: { schema: schema.properties?.rows?.items },
    'text/csv': { schema: { type: 'string' } },
    [CONTENT_TYPES.sse]: { schema: { type: 'string' } },
    'application/gzip': { schema: { type: 'string', format: 'binary' } },
  };
}

function answerSchema(operation: Bound): ObjectSchema {
  const schema = z.toJSONSchema(operation.output, {
    io: 'output',
    unrepresentable: 'any',
  }) as ObjectSchema;
  delete schema.$schema;
  if (operation.kind === 'command') {
    schema.properties = { ...schema.properties, seq: { type: 'integer' } };
  }
  return schema;
}

function jsonSchema(input: z.ZodType, rawBody: string | undefined): ObjectSchema {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as ObjectSchema;
  if (rawBody) delete schema.properties?.[rawBody];
  return schema;
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId', 'errors'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: {
      type: 'string',
      description: `Stable, and meant for programs. One of: ${REFUSAL_CODES.join(', ')}. A later version may add some.`,
    },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
    problems: {
      type: 'array',
      description:
        'What is wrong in a text with a grammar, such as `q`, and where: characters from 0, in UTF-16.',
      items: {
        type: 'object',
        required: ['at', 'length', 'message'],
        properties: {
          at: { type: 'integer' },
          length: { type: 'integer' },
          message: { type: 'string' },
          suggestion: { type: 'string', description: 'What to write in that place instead.' },
        },
      },
    },
  },
};
