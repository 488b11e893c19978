import type { FastifyReply } from 'fastify';
import type { FieldError } from '@/domain/base/refusal';

export interface Problem {
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  readonly title: string;
  readonly errors?: readonly FieldError[];
}

/** Answers with RFC 9457 `application/problem+json`. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, code, title, errors } = problem;
  return reply
    .code(status)
    .header('content-type', 'application/problem+json')
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send({ type: 'about:blank', title, status, code, requestId: reply.request.id, errors });
}

export const RETRY_AFTER_SECONDS = '1';

export const UNAVAILABLE: Problem = {
  status: 503,
  code: 'unavailable',
  title: 'No decision can be made or recorded at the moment.',
};

const OF_FASTIFY: Record<string, Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'body_too_large',
    title: 'The body is larger than 1 MiB.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported_media_type',
    title: 'This content type is not accepted here.',
  },
};

/** The problem that a fault of the request is, or null where it is a fault of ours. */
export function problemOf(error: { code?: string; statusCode?: number }): Problem | null {
  const known = OF_FASTIFY[error.code ?? ''];
  if (known) return known;
  const status = error.statusCode;
  if (status === undefined || status < 400 || status > 499) return null;
  return { status, code: 'invalid_request', title: 'The request can’t be read.' };
}
