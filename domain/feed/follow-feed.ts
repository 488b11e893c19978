import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type { Database } from '@/db/client';
import { describeError } from '@/db/describe-error';
import { auditHead } from '@/db/schema/history';
import type { Log } from '@/domain/base/log';
import type { StoredEvent } from '@/domain/ledger/event-hash';
import { type FeedConsumer, MAX_EVENTS } from './consumer';
import { FeedConnection } from './feed-connection';
import { Place, PlaceLost } from './place';
import { type Position, positionAfter } from './position';
import { readStoredEvents } from './read-stored-events';

const POLL_MS = 1_000;
/** How long a process may be silent before another takes over. */
const LEASE_MS = 10_000;
const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 30_000;

interface FollowOptions {
  /** The primary, for a connection of its own. */
  readonly databaseUrl: string;
  /** For the position, and the transactions of what is applied. */
  readonly db: Database;
  readonly log: Log;
  /** 10 s; for tests. */
  readonly leaseMs?: number;
}

export interface Following {
  /** Waits for what is being handled, and lets another process take over at once. */
  stop(): Promise<void>;
}

/** Runs a consumer in this process, or waits for its turn while another process does. */
export function followFeed(consumer: FeedConsumer, options: FollowOptions): Following {
  const follower = new Follower(consumer, options);
  const { databaseUrl, log } = options;
  const connection = new FeedConnection({
    ...{ databaseUrl, log, follower },
    name: consumer.name,
    pollMs: Math.min(POLL_MS, (options.leaseMs ?? LEASE_MS) / 3),
  });
  connection.start();
  return {
    async stop() {
      follower.stop();
      await connection.stop();
      await follower.leave();
    },
  };
}

class Follower {
  readonly #place: Place;
  readonly #leaseMs: number;
  readonly #stopping = new AbortController();
  #reader: NodePgDatabase | null = null;
  /** Where this process stands while it holds the place. */
  #position: Position | null = null;
  #holdAgainAtMs = 0;
  #pausedUntilMs = 0;
  #failuresInARow = 0;
  /** After a failure of several events they come one by one, so that those before the bad one pass. */
  #singlyUpToSeq = 0;

  constructor(
    private readonly consumer: FeedConsumer,
    private readonly options: FollowOptions,
  ) {
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    const reader = `${hostname()} ${process.pid} ${randomUUID()}`;
    this.#place = new Place(consumer.name, reader, this.#leaseMs);
  }

  stop(): void {
    this.#stopping.abort();
  }

  async leave(): Promise<void> {
    await this.#place.leave(this.options.db).catch((error) => this.#warn(error));
  }

  onDisconnect(): void {
    this.#reader = null;
    this.#position = null;
  }

  async catchUp(client: pg.Client): Promise<number | undefined> {
    if (this.#reader === null) {
      this.#reader = drizzle(client);
      await this.#place.open(this.#reader, this.consumer.startAt);
    }
    const reader = this.#reader;
    while (!this.#stopping.signal.aborted) {
      const position = await this.#held(reader);
      if (position === null) return undefined;
      const pauseMs = this.#pausedUntilMs - performance.now();
      if (pauseMs > 0) return pauseMs;
      const isMore = await this.#handleNext(reader, position);
      if (isMore) continue;
      const [head] = await reader.select().from(auditHead);
      if (head === undefined || head.seq > position.seq || head.hash === position.hash) {
        return undefined;
      }
      await this.#stumble(new LogDiffers(position), position.seq);
    }
    return undefined;
  }

  /** The position, as long as the place is held; asked of the database before the lease runs out. */
  async #held(reader: NodePgDatabase): Promise<Position | null> {
    if (this.#position !== null && performance.now() < this.#holdAgainAtMs) return this.#position;
    this.#holdAgainAtMs = performance.now() + this.#leaseMs / 3;
    this.#position = await this.#place.hold(reader);
    return this.#position;
  }

  /** Handles the next events, or says when; false where there are none. */
  async #handleNext(reader: NodePgDatabase, position: Position): Promise<boolean> {
    const { maxEvents = MAX_EVENTS, gatherMs = 0 } = this.consumer;
    const limit = position.seq < this.#singlyUpToSeq ? 1 : maxEvents;
    const { events, oldestMs } = await readStoredEvents(reader, position.seq, limit);
    const last = events.at(-1);
    if (last === undefined) return false;
    if (events.length < limit && oldestMs < gatherMs) {
      this.#pausedUntilMs = performance.now() + gatherMs - oldestMs;
      return true;
    }
    try {
      const next = positionAfter(position, events);
      if (next === null) throw new LogDiffers(position);
      await this.#handle(reader, events, position, next);
      this.#position = next;
      this.#failuresInARow = 0;
    } catch (error) {
      await this.#stumble(error, last.seq);
    }
    return true;
  }

  async #handle(
    reader: NodePgDatabase,
    events: readonly StoredEvent[],
    from: Position,
    to: Position,
  ): Promise<void> {
    const { consumer } = this;
    const { db } = this.options;
    if ('apply' in consumer) {
      await this.#whileHeld(reader, () =>
        db.transaction(async (tx) => {
          await consumer.apply(tx, events);
          await this.#place.moveOn(tx, from, to);
        }),
      );
    } else {
      await this.#whileHeld(reader, (signal) => consumer.deliver(events, signal));
      await this.#place.moveOn(db, from, to);
    }
  }

  /** Keeps the place during work that may take longer than the lease. */
  async #whileHeld(
    reader: NodePgDatabase,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const lost = new AbortController();
    let heldAtMs = performance.now();
    const beat = async () => {
      const askedAtMs = performance.now();
      try {
        const hold = () => this.#place.hold(this.options.db);
        if ((await this.#place.hold(reader).catch(hold)) === null) lost.abort();
        else heldAtMs = askedAtMs;
      } catch {
        if (performance.now() - heldAtMs > this.#leaseMs) lost.abort();
      }
    };
    const beating = setInterval(beat, this.#leaseMs / 3);
    try {
      await work(AbortSignal.any([this.#stopping.signal, lost.signal]));
    } finally {
      clearInterval(beating);
    }
  }

  /** Pauses before the same events come again; what is in memory may not be the position any more. */
  async #stumble(error: unknown, lastSeq: number): Promise<void> {
    this.#position = null;
    if (this.#stopping.signal.aborted) return;
    this.#warn(error);
    if (error instanceof PlaceLost) return;
    this.#singlyUpToSeq = Math.max(this.#singlyUpToSeq, lastSeq);
    this.#pausedUntilMs =
      performance.now() + Math.min(FIRST_PAUSE_MS * 2 ** this.#failuresInARow, MAX_PAUSE_MS);
    this.#failuresInARow += 1;
    await this.#place.stumble(this.options.db, describeError(error));
  }

  #warn(error: unknown): void {
    const { name } = this.consumer;
    this.options.log.warn(
      { consumer: name, error: describeError(error) },
      'the log can’t be followed on',
    );
  }
}

class LogDiffers extends Error {
  override readonly name = 'LogDiffers';

  constructor({ seq }: Position) {
    super(`the log does not continue event ${seq}, up to which it was read: it is another log now`);
  }
}
