import { Webhook } from 'standardwebhooks';
import { guardedFetch } from '@/domain/outbound/guarded-fetch';
import { trustedOrigins } from '@/domain/outbound/trusted-origins';

const MAX_ANSWER_BYTES = 65_536;
const MAX_KEPT = 4_000;
const SEND_WITHIN_MS = 15_000;
const GONE = 410;

export interface Message {
  /** `webhook-id`: the same at every try. */
  readonly id: string;
  readonly body: string;
}

/** What came of one try. */
export interface Sent {
  readonly status: number | null;
  /** Why it counts as failed; null where it arrived. */
  readonly error: string | null;
  /** The beginning of the answer. */
  readonly response: string | null;
  readonly durationMs: number;
  /** The receiver wants nothing any more. */
  readonly isGone: boolean;
}

interface Options {
  /** Hosts that may be private or without TLS. */
  readonly privateHosts: readonly string[];
  readonly signal: AbortSignal;
  /** 15 s; for tests. */
  readonly withinMs?: number;
}

/**
 * Sends a message once, signed with each secret (Standard Webhooks 1.0). Any status of 2xx says that it
 * arrived; nothing is followed.
 * @param at when it is sent, by the clock of the database
 */
export async function sendMessage(
  url: string,
  { id, body }: Message,
  secrets: readonly string[],
  at: Date,
  { privateHosts, signal, withinMs = SEND_WITHIN_MS }: Options,
): Promise<Sent> {
  const startedAt = performance.now();
  const answer = await guardedFetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Keyward-Webhooks/1.0',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': secrets
        .map((secret) => new Webhook(secret).sign(id, at, body))
        .join(' '),
    },
    body,
    timeoutMs: withinMs,
    maxBytes: MAX_ANSWER_BYTES,
    overflow: 'cut',
    trusted: trustedOrigins(url, privateHosts),
    signal,
  });
  const durationMs = Math.round(performance.now() - startedAt);
  if (answer.kind === 'failed') {
    return { status: null, error: answer.message, response: null, durationMs, isGone: false };
  }
  const { status } = answer;
  // Postgres has no NUL in text.
  const response = Buffer.from(answer.body).toString('utf8').replaceAll('\0', '�');
  return {
    ...{ status, durationMs, isGone: status === GONE },
    error: problemOf(status),
    response: response.slice(0, MAX_KEPT),
  };
}

function problemOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status === GONE) return 'It answered 410: it is gone and wants nothing any more.';
  if (status >= 300 && status < 400) return `It answered ${status}: redirects are not followed.`;
  return `It answered ${status}.`;
}
