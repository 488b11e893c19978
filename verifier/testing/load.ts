import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { buildProgram } from '@/db/testing/build-program';

export interface Answered {
  readonly requestId: string;
  readonly status: number;
  readonly decisionId: string | null;
  readonly tookMs: number;
}

/** What `run-load.ts` is told. */
export interface LoadOptions {
  readonly address: string;
  /** Begins the id of every request. */
  readonly run: string;
  /** Beginnings of requests, taken in turn: request line and headers, each with its line end. */
  readonly heads: readonly string[];
  /** Adds a token to each request that is well formed, new and unknown. */
  readonly unknownTokens?: boolean;
  readonly connections: number;
  readonly perSecond: number;
  /** As many requests and no more. */
  readonly atMost?: number;
}

/** An answer on its way from the process of the load. */
export type AnsweredTuple = [
  requestId: string,
  status: number,
  decisionId: string | null,
  tookMs: number,
];

export interface LoadMessage {
  readonly sent: number;
  readonly answers: readonly AnsweredTuple[];
  /** Answers a question about how much was sent. */
  readonly isMark: boolean;
  readonly isLast: boolean;
}

/** What the process of the load is asked for. */
export type LoadRequest = 'mark' | 'stop';

const runner = fileURLToPath(new URL('./run-load.ts', import.meta.url));

/**
 * Asks `/v1/authorize` from a process of its own, at a steady pace, each request with an id of its
 * own, until told to stop; a server that goes away is tried again and again.
 */
export async function startLoad(
  address: string,
  requests: readonly Record<string, string>[],
  { connections = 64, perSecond = 5_000, ...rest }: Partial<LoadOptions> = {},
) {
  const run = Math.random().toString(36).slice(2);
  const heads = requests.map((headers) =>
    [
      'GET /v1/authorize HTTP/1.1\r\nhost: verifier\r\n',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`),
    ].join(''),
  );
  const options: LoadOptions = { ...rest, address, run, heads, connections, perSecond };
  const program = await buildProgram(runner);
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  let isDone: () => void;
  const done = new Promise<void>((resolve) => {
    isDone = resolve;
  });
  const answers: Answered[] = [];
  let sentSoFar = 0;
  const marks: ((sent: number) => void)[] = [];
  const ask = (request: LoadRequest) => child.send(request);
  child.on('message', (message) => {
    const { sent, answers: more, isMark, isLast } = message as LoadMessage;
    sentSoFar = sent;
    if (isMark) marks.shift()?.(sent);
    if (isLast) isDone();
    for (const [requestId, status, decisionId, tookMs] of more) {
      answers.push({ requestId, status, decisionId, tookMs });
    }
  });
  return {
    answers,
    /** Begins the id of every request of this load. */
    run,
    /** As of the last report, which may be a moment old. */
    get sent() {
      return sentSoFar;
    },
    /** How many have been sent at a moment after this call. */
    mark(): Promise<number> {
      ask('mark');
      return new Promise((resolve) => marks.push(resolve));
    },
    async stop() {
      ask('stop');
      await done;
      await ended;
    },
  };
}

export type Load = Awaited<ReturnType<typeof startLoad>>;
