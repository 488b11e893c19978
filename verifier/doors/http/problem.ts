import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { FieldError } from '@/domain/base/refusal';
import { newRequestId } from '@/journal/record/fast-id';

export interface Problem {
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  readonly title: string;
  readonly errors?: readonly FieldError[];
}

const PROBLEM_JSON = 'application/problem+json';

const toBody = ({ status, code, title, errors }: Problem, requestId: string) => ({
  type: 'about:blank',
  title,
  status,
  code,
  requestId,
  errors,
});

/** Answers with RFC 9457 `application/problem+json`. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .header('content-type', PROBLEM_JSON)
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send(toBody(problem, reply.request.id));
}

/** The same where no Fastify is: `headers` are names and values in turn. */
export function writeProblem(
  response: ServerResponse,
  problem: Problem,
  headers: readonly string[],
): void {
  const text = JSON.stringify(toBody(problem, newRequestId()));
  response.writeHead(problem.status, [
    ...['content-type', PROBLEM_JSON, 'cache-control', 'no-store'],
    ...['content-length', String(Buffer.byteLength(text)), ...headers],
  ]);
  response.end(text);
}

export const RETRY_AFTER_SECONDS = '1';

export const UNAVAILABLE: Problem = {
  status: 503,
  code: 'unavailable',
  title: 'No decision can be made or recorded at the moment.',
};

export const TOO_MANY_HEADERS: Problem = {
  status: 431,
  code: 'too_many_headers',
  title: 'Too many headers.',
};

export const BODY_TOO_LARGE: Problem = {
  status: 413,
  code: 'body_too_large',
  title: 'The body is larger than 1 MiB.',
};

export const UNSUPPORTED_MEDIA_TYPE: Problem = {
  status: 415,
  code: 'unsupported_media_type',
  title: 'This content type is not accepted here.',
};

export const UNREADABLE: Problem = {
  status: 400,
  code: 'invalid_request',
  title: 'The request can’t be read.',
};

const OF_FASTIFY: Record<string, Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: BODY_TOO_LARGE,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: UNSUPPORTED_MEDIA_TYPE,
};

/** The problem that a fault of the request is, or null where it is a fault of ours. */
export function problemOf(error: { code?: string; statusCode?: number }): Problem | null {
  const known = OF_FASTIFY[error.code ?? ''];
  if (known) return known;
  const status = error.statusCode;
  if (status === undefined || status < 400 || status > 499) return null;
  return { ...UNREADABLE, status };
}
