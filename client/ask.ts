import { KeywardError, VerifierTimeout, VerifierUnavailable } from './errors.js';

/** A verdict takes about 500 bytes, a batch a hundred times that. */
const MAX_ANSWER_BYTES = 1_048_576;

export interface Asked {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One POST and its whole answer, within the time. Redirects are answers like any other.
 * @throws VerifierTimeout, VerifierUnavailable, or the reason of `signal` once it is aborted
 */
export async function ask({ url, headers, body, timeoutMs, signal }: Asked) {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeoutMs);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const init = { method: 'POST', headers, body, redirect: 'manual' } as const;
    const response = await fetch(url, { ...init, signal: controller.signal });
    return { status: response.status, text: await readBounded(response) };
  } catch (error) {
    signal?.throwIfAborted();
    throw controller.signal.aborted ? new VerifierTimeout(timeoutMs) : asUnavailable(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

async function readBounded({ body }: Response): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      await reader.cancel();
      throw new VerifierUnavailable('The verifier’s answer is larger than 1 MiB.');
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Keeps of a failure its code alone (`ECONNREFUSED`): the rest may quote what was sent or read. */
function asUnavailable(error: unknown): KeywardError {
  if (error instanceof KeywardError) return error;
  const { cause } = error as { cause?: { code?: unknown } };
  const code =
    typeof cause?.code === 'string' && /^[A-Z_]{2,40}$/.test(cause.code) ? cause.code : '';
  return new VerifierUnavailable(`The verifier gave no answer${code && ` (${code})`}.`);
}
