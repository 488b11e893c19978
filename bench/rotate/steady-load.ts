import { Agent, request } from 'node:http';
import type { LoadRequest } from '../load/load-spec';

const BEAT_MS = 10;

/**
 * Asks the verifier at this rate, whether it answers or not, until ended.
 * @returns how often each code was the answer, a fault by its own name, and the rate held
 */
export function askAtRate(url: string, perSecond: number, question: (nth: number) => LoadRequest) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const answers: Record<string, number> = {};
  const open = new Set<Promise<void>>();
  const startedMs = performance.now();
  let sent = 0;
  const beat = setInterval(() => {
    const due = ((performance.now() - startedMs) / 1_000) * perSecond;
    for (; sent < due; sent += 1) {
      const asked = ask(agent, url, question(sent)).then((answer) => {
        answers[answer] = (answers[answer] ?? 0) + 1;
        open.delete(asked);
      });
      open.add(asked);
    }
  }, BEAT_MS);
  return {
    async end() {
      clearInterval(beat);
      await Promise.all(open);
      const seconds = (performance.now() - startedMs) / 1_000;
      agent.destroy();
      return { answers, perSecond: Math.round(sent / seconds) };
    },
  };
}

function ask(
  agent: Agent,
  url: string,
  { method, path, headers, body }: LoadRequest,
): Promise<string> {
  return new Promise((resolve) => {
    const asking = request(`${url}${path}`, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve(response.statusCode === 200 ? JSON.parse(text).code : `${response.statusCode}`),
      );
      response.on('error', ({ message }) => resolve(message));
    });
    asking.on('error', ({ message }) => resolve(message));
    asking.end(body);
  });
}
