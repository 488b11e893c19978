import type { DestinationSettings } from '@/domain/jobs/define';
import { guardedFetch } from '@/domain/outbound/guarded-fetch';
import { trustedOrigins } from '@/domain/outbound/trusted-origins';
import { retryAfterSeconds, withWhatItSaid } from './answer-words';
import type { Answer, Asked, Asking } from './kinds/kind';
import { DestinationProblem } from './problem';
import { resolveCredential } from './resolve-credential';

const ANSWER_WITHIN_MS = 15_000;
/** For all requests of one delivery or test: whoever waits behind a slow server waits no longer. */
const ALL_WITHIN_MS = 45_000;
const MAX_ANSWER_BYTES = 1_048_576;

interface Options {
  readonly credential: string;
  readonly at: Date;
  readonly settings: DestinationSettings;
  readonly signal: AbortSignal;
  /** What no answer may repeat to us. */
  readonly secret?: string;
  /** 15 s for each request; for tests. */
  readonly withinMs?: number;
}

/**
 * Finds the credential and opens the way to a destination. Nothing is followed; each request has its own
 * time, and all of them have 45 s.
 * @throws {DestinationProblem} where there is no credential
 */
export async function askingWith({ credential: reference, ...options }: Options): Promise<Asking> {
  const credential = await resolveCredential(reference, options.settings);
  const { at, settings, signal, secret, withinMs = ANSWER_WITHIN_MS } = options;
  const hidden = [credential, ...(secret === undefined ? [] : [secret])].flatMap(asWritten);
  const until = performance.now() + ALL_WITHIN_MS;
  return {
    credential,
    at,
    async fetch(url, { method, headers, body }: Asked): Promise<Answer> {
      const timeoutMs = Math.min(withinMs, Math.max(1, Math.round(until - performance.now())));
      const answer = await guardedFetch(url, {
        method,
        headers: {
          'user-agent': 'Keyward',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        ...{ timeoutMs, maxBytes: MAX_ANSWER_BYTES, signal },
        trusted: trustedOrigins(url, settings.privateHosts),
      });
      if (answer.kind === 'failed') throw new DestinationProblem(answer.message);
      const { status, headers: told } = answer;
      return { status, headers: told, json: parsed(answer.body) };
    },
    refuse(what, answer) {
      const seconds = retryAfterSeconds(answer, at);
      throw new DestinationProblem(
        `${what} answered ${answer.status}${withWhatItSaid(answer, hidden)}.`,
        seconds === undefined ? {} : { retryAfterSeconds: seconds },
      );
    },
  };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

const asWritten = (text: string) => [text, Buffer.from(text).toString('base64')];
