import { connect, type Socket } from 'node:net';
import { generateTokenSecret } from '@/domain/base/token-format';
import type { AnsweredTuple, LoadMessage, LoadOptions, LoadRequest } from './load';

/**
 * The load as a process of its own, on bare sockets, so that it is not what is measured: options as
 * JSON in the first argument, answers in batches over IPC.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as LoadOptions;
const { hostname, port } = new URL(options.address);
const REPORT_MS = 50;
const TICK_MS = 5;
const RECONNECT_MS = 20;
const END_OF_HEAD = '\r\n\r\n';

interface Asked {
  readonly id: string;
  readonly atMs: number;
}

const idle: Connection[] = [];
let answers: AnsweredTuple[] = [];
let sent = 0;
let isStopped = false;

/** One request at a time; what breaks off before its whole head has arrived is no answer. */
class Connection {
  #socket: Socket | null = null;
  #received = '';
  #asked: Asked | null = null;

  constructor() {
    this.#open();
  }

  get isBusy(): boolean {
    return this.#asked !== null;
  }

  ask(): void {
    sent += 1;
    const id = `${options.run}-${sent}`;
    const head = options.heads[sent % options.heads.length] as string;
    const secret = options.unknownTokens
      ? `authorization: Bearer ${generateTokenSecret('service')}\r\n`
      : '';
    this.#asked = { id, atMs: performance.now() };
    this.#socket?.write(`${head}${secret}x-request-id: ${id}\r\n\r\n`);
  }

  #open(): void {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket = socket;
    this.#received = '';
    socket.setEncoding('latin1');
    socket.on('connect', () => idle.push(this));
    socket.on('data', (chunk: string) => this.#take(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      const at = idle.indexOf(this);
      if (at >= 0) idle.splice(at, 1);
      this.#asked = null;
      // A server that is gone is asked again a little later, not in a tight loop.
      if (!isStopped) setTimeout(() => this.#open(), RECONNECT_MS);
    });
  }

  #take(chunk: string): void {
    this.#received += chunk;
    // No answer to `/v1/authorize` has a body.
    const end = this.#received.indexOf(END_OF_HEAD);
    if (end < 0 || this.#asked === null) return;
    const head = this.#received.slice(0, end);
    const decision = /\r\nx-keyward-decision: (\S+)/.exec(head)?.[1] ?? null;
    const tookMs = performance.now() - this.#asked.atMs;
    answers.push([this.#asked.id, Number(head.slice(9, 12)), decision, tookMs]);
    this.#received = this.#received.slice(end + END_OF_HEAD.length);
    this.#asked = null;
    idle.push(this);
  }

  end(): void {
    this.#socket?.destroy();
  }
}

const connections = Array.from({ length: options.connections }, () => new Connection());
let startedAtMs = performance.now();
let startedAtCount = 0;

const ticking = setInterval(() => {
  const nowMs = performance.now();
  const due = startedAtCount + Math.floor(((nowMs - startedAtMs) * options.perSecond) / 1_000);
  while (sent < Math.min(due, options.atMost ?? Number.POSITIVE_INFINITY)) {
    const next = idle.shift();
    if (next === undefined) break;
    next.ask();
  }
  if (sent >= due) return;
  // What could not be asked in time is not made up for in a burst.
  startedAtMs = nowMs;
  startedAtCount = sent;
}, TICK_MS);

function report({ isMark = false, isLast = false } = {}): void {
  const message: LoadMessage = { sent, answers, isMark, isLast };
  answers = [];
  process.send?.(message);
}
const reporting = setInterval(report, REPORT_MS);

process.on('message', (request: LoadRequest) => {
  if (request === 'mark') report({ isMark: true });
  else stop();
});

function stop(): void {
  isStopped = true;
  clearInterval(ticking);
  const waitUntilMs = performance.now() + 3_000;
  const ending = setInterval(() => {
    if (connections.some((one) => one.isBusy) && performance.now() < waitUntilMs) return;
    clearInterval(ending);
    clearInterval(reporting);
    for (const connection of connections) connection.end();
    report({ isLast: true });
    process.disconnect();
  }, TICK_MS);
}
process.once('disconnect', () => process.exit());
