import { isIP } from 'node:net';
import type { Incoming } from './guard.js';

export interface NodeRequest {
  readonly method: string;
  readonly originalUrl: string;
  /** By the framework’s own trust setting. */
  readonly ip: string | undefined;
  /** Names and values in turn: `headers` would keep one of two Authorization headers. */
  readonly rawHeaders: readonly string[];
}

/** What Express and Fastify know of a request. An address that is none counts as unknown. */
export function readNodeRequest({ method, originalUrl, ip, rawHeaders }: NodeRequest): Incoming {
  const header = (wanted: string): string[] =>
    rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === wanted);
  return {
    method,
    target: originalUrl,
    authorization: header('authorization'),
    ip: ip !== undefined && isIP(ip) !== 0 ? ip : undefined,
    userAgent: header('user-agent')[0],
    requestId: header('x-request-id')[0],
  };
}
