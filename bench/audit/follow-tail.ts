import { ADMINISTRATOR, PASSWORD } from '../lib/administered';
import type { Dashboard } from '../lib/dashboard';
import type { BenchPostgres } from '../lib/postgres';
import { signIn } from '../lib/sign-in';
import { shipMade } from './ship-made';

const VERIFIER = 'tail';
const DECISIONS = 40;
/** Beyond it there is no tail. */
const GIVE_UP_MS = 30_000;

/**
 * How far the live tail of the page is behind: one verifier ships a decision at a time, and somebody watches that
 * verifier's. @returns milliseconds from before it is shipped until its row has come, one for each
 */
export async function followTail({ pool }: BenchPostgres, dashboard: Dashboard): Promise<number[]> {
  const gone = new AbortController();
  const query = new URLSearchParams({ q: `verifier:${VERIFIER}` });
  const answer = await fetch(`${dashboard.url}/audit/tail?${query}`, {
    headers: { cookie: await signIn(dashboard.url, ADMINISTRATOR, PASSWORD) },
    signal: AbortSignal.any([gone.signal, AbortSignal.timeout(DECISIONS * GIVE_UP_MS)]),
  });
  if (!answer.ok || !answer.body) throw new Error(`the tail answered ${answer.status}`);
  const events = readEvents(answer.body);
  await events.next();
  const times: number[] = [];
  for (let n = 1; n <= DECISIONS; n += 1) {
    const atMs = Date.now();
    const start = performance.now();
    await shipMade(pool, { verifier: VERIFIER, first: n, count: 1, fromMs: atMs, toMs: atMs });
    for (;;) {
      const { value, done } = await events.next();
      if (done) throw new Error('the tail ended');
      if (value.includes('event: rows')) break;
    }
    times.push(performance.now() - start);
  }
  gone.abort();
  return times;
}

/** Server-sent events, each as it was written. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    text += decoder.decode(read.value, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    yield* events;
  }
  return undefined;
}
