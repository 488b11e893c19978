import { Agent, request as ask } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { LoadRequest } from '../load/load-spec';
import type { ProbeNews, ProbeStart } from './probe-messages';

/** Fast enough to see milliseconds, and no load of its own. */
const PROBE_EVERY_MS = 2;

/**
 * A process of its own that uses one token at each verifier, again and again, from the first
 * request that is allowed to the first that is denied.
 */
const urls = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });

function statusOf(url: string, { path, headers }: LoadRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = ask(url + path, { agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function firstDenial(url: string, request: LoadRequest, onAllowed: () => void) {
  let lastAllowedAtMs = 0;
  for (;;) {
    await delay(PROBE_EVERY_MS);
    const status = await statusOf(url, request);
    if (status === 401 && lastAllowedAtMs > 0) return { lastAllowedAtMs, deniedAtMs: now() };
    if (status !== 200) {
      // A group that was thawed a moment ago may still be frozen here.
      if (status === 401) continue;
      throw new Error(`${url} answered ${status}`);
    }
    if (lastAllowedAtMs === 0) onAllowed();
    lastAllowedAtMs = now();
  }
}

/** Milliseconds since the epoch, with fractions. */
const now = () => performance.timeOrigin + performance.now();

const tell = (news: ProbeNews) => process.send?.(news);

process.on('message', async ({ request }: ProbeStart) => {
  let allowing = 0;
  const onAllowed = () => {
    allowing += 1;
    if (allowing === urls.length) tell({ news: 'allowed' });
  };
  const turns = await Promise.all(urls.map((url) => firstDenial(url, request, onAllowed)));
  tell({
    news: 'denied',
    lastAllowedAtMs: Math.max(...turns.map((turn) => turn.lastAllowedAtMs)),
    deniedAtMs: Math.max(...turns.map((turn) => turn.deniedAtMs)),
  });
});
