const AGAIN_AFTER_MS = 1_000;
/** Then whoever waits is told by the browser itself. */
const GIVE_UP_AFTER_MS = 5 * 60_000;
/** What a proxy answers while there is nobody behind it. */
const NOBODY_THERE = new Set([502, 503, 504]);

type Fetch = typeof fetch;
/** When the server was first not reached; null once it is there again. */
type Tell = (sinceMs: number | null) => void;

/** Whether Next reads a page of ours, and not ahead: without an answer it would leave the page. */
function readsPage(init: RequestInit | undefined): boolean {
  const headers = new Headers(init?.headers);
  const isRead = (init?.method ?? 'GET') === 'GET' && headers.has('rsc');
  return isRead && !headers.has('next-router-prefetch');
}

const pause = (signal: AbortSignal | null | undefined) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, AGAIN_AFTER_MS);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/**
 * `fetch`, but reading a page is tried again until the server is there: the page that one is on, and what
 * one typed, stays meanwhile. Whatever changes something is sent once, as ever.
 */
export function keepReaching(ask: Fetch, tell: Tell): Fetch {
  return async (input, init) => {
    if (!readsPage(init)) return ask(input, init);
    let sinceMs: number | null = null;
    for (;;) {
      const answer = await ask(input, init).catch((cause: unknown) => {
        if (init?.signal?.aborted) throw cause;
        return { cause };
      });
      const isThere = answer instanceof Response && !NOBODY_THERE.has(answer.status);
      if (isThere) {
        if (sinceMs !== null) tell(null);
        return answer;
      }
      sinceMs ??= Date.now();
      if (Date.now() - sinceMs > GIVE_UP_AFTER_MS) {
        if (answer instanceof Response) return answer;
        throw answer.cause;
      }
      tell(sinceMs);
      await pause(init?.signal);
    }
  };
}
