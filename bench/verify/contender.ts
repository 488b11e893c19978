import type { ServerProcess } from '../lib/server-process';
import type { LoadRequest } from '../load/load-spec';

/** One of those that are compared. */
export interface Contender {
  readonly name: string;
  readonly server: ServerProcess;
  readonly requests: readonly LoadRequest[];
  /** Whether an answer is the right one to one of `requests`: looked at before the load. */
  isRight(status: number, body: string): boolean;
  /** Waits until nothing of the last round is left to do. */
  settle?(): Promise<void>;
}

const PROBES = 20;

/** @throws where a contender doesn't give the right answer to some of its requests */
export async function assertRight({ name, server, requests, isRight }: Contender): Promise<void> {
  const step = Math.max(1, Math.floor(requests.length / PROBES));
  for (let at = 0; at < requests.length; at += step) {
    const { method, path, headers, body } = requests[at] as LoadRequest;
    const response = await fetch(server.url + path, { method, headers, body });
    const text = await response.text();
    if (!isRight(response.status, text)) {
      throw new Error(`${name} answered ${response.status} ${text.slice(0, 300)} to ${path}`);
    }
  }
}
