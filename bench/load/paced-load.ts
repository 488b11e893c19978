import { connect, type Socket } from 'node:net';
import { percentile } from '../lib/statistics';
import type { LoadResult, LoadSpec } from './load-spec';
import { toRaw } from './raw-request';

const TICK_MS = 1;
/** Until then it is the asker that is slow: its code is compiled while it runs. */
const WARM_UP_MS = 2_000;
const DRAIN_MS = 2_000;
const END_OF_HEAD = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: (\d+)/i;

/** One answered request: its status, and when it was due, by `performance.now()`. */
type OnAnswer = (status: number, dueAtMs: number) => void;

/** A connection that asks one thing at a time; the server is trusted to say how long its bodies are. */
class Connection {
  #received = '';
  #dueAtMs: number | null = null;

  constructor(
    private readonly socket: Socket,
    private readonly onAnswer: OnAnswer,
    private readonly onIdle: (connection: Connection) => void,
  ) {
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.#take(chunk));
  }

  get isBusy(): boolean {
    return this.#dueAtMs !== null;
  }

  ask(raw: string, dueAtMs: number): void {
    this.#dueAtMs = dueAtMs;
    this.socket.write(raw, 'latin1');
  }

  #take(chunk: string): void {
    this.#received += chunk;
    const end = this.#received.indexOf(END_OF_HEAD);
    if (end < 0 || this.#dueAtMs === null) return;
    const head = this.#received.slice(0, end);
    const length = Number(LENGTH.exec(head)?.[1] ?? 0);
    if (this.#received.length < end + END_OF_HEAD.length + length) return;
    this.#received = '';
    this.onAnswer(Number(head.slice(9, 12)), this.#dueAtMs);
    this.#dueAtMs = null;
    this.onIdle(this);
  }
}

/**
 * Asks at an even rate, as those who count only requests in flight do not: autocannon sends the
 * share of a second at its start. The time of a request counts from when it was due, so that a
 * server that stalls is not spared the requests that had to wait for a connection.
 */
export async function runPaced(spec: LoadSpec & { ratePerSecond: number }): Promise<LoadResult> {
  const { hostname, port, host } = new URL(spec.url);
  const raws = spec.requests.map((request) => toRaw(request, host));
  const tookMs: number[] = [];
  let answers = 0;
  let refusals = 0;
  let measuredFromMs = Number.POSITIVE_INFINITY;
  const idle: Connection[] = [];
  const sockets: Socket[] = [];
  const connections = Array.from({ length: spec.connections }, () => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    sockets.push(socket);
    const onAnswer: OnAnswer = (status, dueAtMs) => {
      answers += 1;
      if (dueAtMs >= measuredFromMs) tookMs.push(performance.now() - dueAtMs);
      if (status < 200 || status > 299) refusals += 1;
    };
    return new Connection(socket, onAnswer, (connection) => idle.push(connection));
  });
  await Promise.all(sockets.map((socket) => new Promise((done) => socket.once('connect', done))));
  idle.push(...connections);

  const startedAtMs = performance.now();
  measuredFromMs = startedAtMs + WARM_UP_MS;
  const dueAt = (count: number) => startedAtMs + (count * 1_000) / spec.ratePerSecond;
  let sent = 0;
  await new Promise<void>((resolve) => {
    const ticking = setInterval(() => {
      const nowMs = performance.now();
      while (dueAt(sent) <= nowMs) {
        const next = idle.shift();
        if (next === undefined) break;
        next.ask(raws[sent % raws.length] as string, dueAt(sent));
        sent += 1;
      }
      if (nowMs - startedAtMs < spec.seconds * 1_000) return;
      clearInterval(ticking);
      resolve();
    }, TICK_MS);
  });
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const giveUpAtMs = performance.now() + DRAIN_MS;
  while (connections.some((one) => one.isBusy) && performance.now() < giveUpAtMs) {
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  for (const socket of sockets) socket.destroy();
  return {
    answers,
    refusals,
    failures: sent - answers,
    seconds,
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
  };
}
