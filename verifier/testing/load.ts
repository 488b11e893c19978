import { Agent, request } from 'node:http';

export interface Answered {
  readonly requestId: string;
  readonly status: number;
  readonly decisionId: string | undefined;
}

/**
 * Asks `/v1/authorize` on many connections at once until told to stop, each request with an id of
 * its own. An answer counts when its head has arrived; what broke off before is not an answer.
 */
export function startLoad(
  address: string,
  headersFor: (count: number) => Record<string, string>,
  connections = 64,
) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const answers: Answered[] = [];
  let sent = 0;
  let isStopped = false;
  const run = Math.random().toString(36).slice(2);

  const ask = (): Promise<boolean> =>
    new Promise((resolve) => {
      sent += 1;
      const requestId = `${run}-${sent}`;
      const headers = { ...headersFor(sent), 'x-request-id': requestId };
      const asked = request(`${address}/v1/authorize`, { agent, headers }, (response) => {
        const decision = response.headers['x-keyward-decision'];
        answers.push({
          requestId,
          status: response.statusCode ?? 0,
          decisionId: typeof decision === 'string' ? decision : undefined,
        });
        response.on('error', () => resolve(false));
        response.on('end', () => resolve(true));
        response.resume();
      });
      asked.on('error', () => resolve(false));
      asked.end();
    });

  async function loop(): Promise<void> {
    while (!isStopped) {
      // A server that is gone is asked again a little later, not in a tight loop.
      if (!(await ask())) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  const loops = Array.from({ length: connections }, loop);
  return {
    answers,
    get sent() {
      return sent;
    },
    async stop() {
      isStopped = true;
      await Promise.all(loops);
      agent.destroy();
    },
  };
}
