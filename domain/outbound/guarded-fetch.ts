import { lookup as lookUp } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher, request } from 'undici';
import { checkedLookup, NotPublic } from './checked-lookup';
import { notPublic, type UrlProblem, urlProblem } from './outbound-url';

export interface OutboundRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For all of it: names, connection, answer. */
  readonly timeoutMs: number;
  /** Of the answer's body. */
  readonly maxBytes: number;
  /** A larger answer is none, unless its beginning is enough. */
  readonly overflow?: 'cut';
  /** Origins that may be private or without TLS; what the installation's variables name. */
  readonly trusted?: readonly string[];
  readonly signal?: AbortSignal;
}

export type OutboundProblem =
  | UrlProblem['problem']
  | 'aborted'
  | 'timed_out'
  | 'too_large'
  | 'unreachable';

/** The answer, whatever its status (3xx included: nothing is followed), or why there is none. */
export type OutboundAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string | string[] | undefined>>;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'failed'; readonly problem: OutboundProblem; readonly message: string };

export type GuardedFetch = (url: string, asked: OutboundRequest) => Promise<OutboundAnswer>;

interface Options {
  /** Of names to addresses; the system's own unless a test has another. */
  readonly lookup?: LookupFunction;
}

class TooLarge extends Error {}

const failed = (problem: OutboundProblem, message: string): OutboundAnswer => ({
  ...{ kind: 'failed', problem, message },
});

/**
 * Makes the one way out: https to addresses of the internet, unless the origin is trusted; nothing is
 * followed, and time and size are bounded. A name is resolved once, by the connection itself, so that
 * what is checked is what is connected to; one private address among several refuses them all.
 */
export function makeGuardedFetch({ lookup = lookUp as LookupFunction }: Options = {}) {
  const agentWith = (resolve: LookupFunction) =>
    new Agent({
      connect: { lookup: resolve },
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 30_000,
      maxHeaderSize: 16_384,
      // A host that hangs has a few connections, and those who wait for them their own time.
      connections: 16,
      pipelining: 1,
    });
  const guarded = agentWith(checkedLookup(lookup));
  const open = agentWith(lookup);
  const guardedFetch: GuardedFetch = async (url, asked) => {
    const wrong = urlProblem(url, asked.trusted);
    if (wrong) return failed(wrong.problem, wrong.message);
    const { origin, host } = new URL(url);
    const dispatcher = asked.trusted?.includes(origin) ? open : guarded;
    const late = AbortSignal.timeout(asked.timeoutMs);
    const signal = asked.signal ? AbortSignal.any([late, asked.signal]) : late;
    try {
      return await Promise.race([send(url, asked, dispatcher, signal), rejectedBy(signal)]);
    } catch (error) {
      if (asked.signal?.aborted) return failed('aborted', `The request to ${host} was given up.`);
      if (late.aborted) {
        return failed('timed_out', `${host} did not answer within ${asked.timeoutMs / 1_000} s.`);
      }
      return failure(error, host, asked);
    }
  };
  return guardedFetch;
}

async function send(
  url: string,
  { method = 'GET', headers, body, maxBytes, overflow, timeoutMs }: OutboundRequest,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const answer = await request(url, {
    ...{ method, dispatcher, signal, headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
    ...(headers ? { headers } : {}),
    ...(body === undefined ? {} : { body: body as string | Buffer }),
  });
  const pieces: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop closes the connection: nothing more of the answer is read.
  for await (const piece of answer.body as AsyncIterable<Uint8Array>) {
    size += piece.byteLength;
    if (size > maxBytes && overflow !== 'cut') throw new TooLarge();
    pieces.push(piece);
    if (size > maxBytes) break;
  }
  return {
    kind: 'answered',
    status: answer.statusCode,
    headers: answer.headers,
    body: Buffer.concat(pieces).subarray(0, maxBytes),
  };
}

/** Rejects once the time is over, however deep what is waited for hangs. */
const rejectedBy = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    const give = () => reject(new Error('aborted'));
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });

function failure(error: unknown, host: string, { maxBytes }: OutboundRequest): OutboundAnswer {
  if (error instanceof TooLarge) {
    return failed('too_large', `${host} answered with more than ${maxBytes} bytes.`);
  }
  if (error instanceof NotPublic) {
    const { problem, message } = notPublic(host);
    return failed(problem, message);
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
  return failed('unreachable', `${host} can’t be reached (${code}).`);
}

export const guardedFetch = makeGuardedFetch();
