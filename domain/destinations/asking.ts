import type { DestinationSettings } from '@/domain/jobs/define';
import { guardedFetch } from '@/domain/outbound/guarded-fetch';
import { trustedOrigins } from '@/domain/outbound/trusted-origins';
import type { Answer, Asked, Asking } from './kinds/kind';
import { DestinationProblem } from './problem';
import { resolveCredential } from './resolve-credential';

const ANSWER_WITHIN_MS = 15_000;
const MAX_ANSWER_BYTES = 1_048_576;
const MAX_SAID = 200;

interface Options {
  readonly credential: string;
  readonly at: Date;
  readonly settings: DestinationSettings;
  readonly signal: AbortSignal;
  /** What no answer may repeat to us. */
  readonly secret?: string;
  /** 15 s; for tests. */
  readonly withinMs?: number;
}

/**
 * Finds the credential and opens the way to a destination. Nothing is followed, and each request has its
 * own time.
 * @throws {DestinationProblem} where there is no credential
 */
export async function askingWith({ credential: reference, ...options }: Options): Promise<Asking> {
  const credential = await resolveCredential(reference, options.settings);
  const { at, settings, signal, secret, withinMs: timeoutMs = ANSWER_WITHIN_MS } = options;
  const hidden = [credential, ...(secret === undefined ? [] : [secret])].flatMap(asWritten);
  return {
    credential,
    at,
    async fetch(url, { method, headers, body }: Asked): Promise<Answer> {
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
      throw new DestinationProblem(`${what} answered ${answer.status}${saidIn(answer, hidden)}.`);
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

/** The reason that servers of these kinds give, without what we sent them. */
function saidIn({ status, json }: Answer, hidden: readonly string[]): string {
  if (status >= 300 && status < 400) return ', and redirects are not followed';
  const { message, errors } = (json ?? {}) as { message?: unknown; errors?: unknown };
  const first = Array.isArray(errors) ? errors[0] : undefined;
  const text = [message, first].find((one) => typeof one === 'string');
  if (typeof text !== 'string') return '';
  const told = hidden.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
  return `: “${told.replaceAll(/\s+/g, ' ').slice(0, MAX_SAID).replace(/\.$/, '')}”`;
}
