import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { describeError } from '@/db/describe-error';
import { exactNow } from '@/db/exact-text';
import { sinkPositions, sinks } from '@/db/schema/sinks';
import { newId } from '@/domain/base/ids';
import type { Log } from '@/domain/base/log';
import type { DestinationSettings } from '@/domain/jobs/define';
import { HeldPosition, isPast, readPlace } from './positions';
import { hasNext, readNext } from './read-next';
import { SinkProblem, sendRecords } from './send-records';
import type { Source } from './sink-input';
import { placeOf, type SinkRow } from './sink-target';
import { testRecord } from './to-ocsf';

interface ForwardOptions {
  readonly db: Database;
  readonly settings: DestinationSettings;
  readonly log: Log;
  /** 1 s; for tests. */
  readonly pollMs?: number;
  /** For one portion, 20 s; for tests. A lease is three times as long. */
  readonly withinMs?: number;
}

export interface Forwarding {
  /** Gives up what is being sent, which is sent again, and lets another process take over at once. */
  stop(): Promise<void>;
}

const POLL_MS = 1_000;
const WITHIN_MS = 20_000;

/**
 * Forwards to all sinks from this process, each log of each sink by itself, so that one that hangs holds up no
 * other. Of several processes, one at a time reads for each. What was taken and not noted comes again.
 */
export function startForwarding(options: ForwardOptions): Forwarding {
  const forwarder = new Forwarder(options);
  forwarder.start();
  return { stop: () => forwarder.stop() };
}

class Forwarder {
  readonly #name = `${hostname()} ${process.pid} ${randomUUID()}`;
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  #looking: Promise<void> = Promise.resolve();

  constructor(private readonly options: ForwardOptions) {}

  start(): void {
    this.#looking = this.#lookOften();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
    await Promise.all(this.#running.values());
  }

  async #lookOften(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#look().catch((error) => this.#warn(error));
      // Rejected by the signal alone, which the loop asks about.
      await delay(this.options.pollMs ?? POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const { db } = this.options;
    const due = await db
      .select({ sink: sinks, source: sinkPositions.source, place: sinkPositions.place })
      .from(sinkPositions)
      .innerJoin(sinks, eq(sinks.id, sinkPositions.sinkId))
      .where(
        and(
          eq(sinks.state, 'active'),
          isPast(sinkPositions.heldUntil),
          isPast(sinkPositions.nextAttemptAt),
        ),
      );
    for (const { sink, source, place } of due) {
      if (this.#running.has(`${sink.id} ${source}`)) continue;
      if (!(await hasNext(db, source, readPlace(place)))) continue;
      this.#run(`${sink.id} ${source}`, () => this.#forward(sink, source));
    }
    const asked = await db
      .select()
      .from(sinks)
      .where(and(isNotNull(sinks.testAskedAt), isNull(sinks.testedAt)));
    for (const sink of asked) this.#run(`${sink.id} test`, () => this.#test(sink));
  }

  #run(key: string, work: () => Promise<void>): void {
    if (this.#running.has(key) || this.#stopping.signal.aborted) return;
    const running = work()
      .catch((error) => this.#warn(error))
      .finally(() => this.#running.delete(key));
    this.#running.set(key, running);
  }

  /** Until nothing is left, the sink fails, or another process has it. */
  async #forward({ id }: SinkRow, source: Source): Promise<void> {
    const { db, withinMs = WITHIN_MS } = this.options;
    const position = new HeldPosition(db, id, source, this.#name, withinMs * 3);
    while (!this.#stopping.signal.aborted) {
      const place = await position.hold();
      const [sink] = await db.select().from(sinks).where(eq(sinks.id, id));
      if (place === null || !sink) return;
      const portion = await readNext(db, source, place);
      if (portion === null) break;
      try {
        await this.#send(sink, portion.records);
      } catch (error) {
        if (this.#stopping.signal.aborted) break;
        if (!(error instanceof SinkProblem)) this.#warn(error);
        return position.stumble(toldOf(error));
      }
      if (!(await position.moveOn(portion.to, portion.records.length))) return;
    }
    await position.leave();
  }

  async #test(sink: SinkRow): Promise<void> {
    const { db } = this.options;
    const [now] = await db.select({ at: exactNow }).from(sql`(select 1) as one`);
    const record = testRecord(newId('event'), now?.at ?? new Date().toISOString());
    const testError = await this.#send(sink, [record]).then(
      () => null,
      (error: unknown) => toldOf(error).slice(0, 1_000),
    );
    if (this.#stopping.signal.aborted) return;
    await db
      .update(sinks)
      .set({ testedAt: sql`clock_timestamp()`, testError })
      .where(and(eq(sinks.id, sink.id), eq(sinks.testAskedAt, sink.testAskedAt ?? new Date(0))));
  }

  #send(sink: SinkRow, records: Parameters<typeof sendRecords>[1]): Promise<void> {
    const { settings, withinMs = WITHIN_MS } = this.options;
    const to = { place: placeOf(sink), credential: sink.credential };
    return sendRecords(to, records, { settings, withinMs, signal: this.#stopping.signal });
  }

  #warn(error: unknown): void {
    this.options.log.warn({ error: describeError(error) }, 'a log can’t be forwarded on');
  }
}

/** Why nothing was taken, for whoever looks at the sink. */
const toldOf = (error: unknown): string =>
  error instanceof SinkProblem ? error.message : describeError(error);
