import { Agent, type IncomingMessage, request } from 'node:http';

/** One connection that stays open: what is measured is the server, not the way to it. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

export interface Visit {
  readonly status: number;
  readonly bytes: number;
  /** From the request to the last byte of the answer. */
  readonly ms: number;
}

/** Opens a page as a browser with this cookie would, without what the page then loads. */
export async function visit(url: string, cookie: string): Promise<Visit> {
  const startedAtMs = performance.now();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { cookie, accept: 'text/html' };
    request(url, { agent, headers }, resolve).on('error', reject).end();
  });
  let bytes = 0;
  for await (const chunk of answer) bytes += (chunk as Buffer).length;
  return { status: answer.statusCode ?? 0, bytes, ms: performance.now() - startedAtMs };
}

/** Lets go of the connection. */
export const endVisits = (): void => agent.destroy();
