import type pg from 'pg';
import { describeError } from '@/db/describe-error';
import { type Log, rarely } from '@/domain/base/log';
import { FeedConnection } from '@/domain/feed/feed-connection';
import { type Position, positionAfter } from '@/domain/feed/position';
import { type FeedEvent, readEvents, readHead } from '@/domain/feed/read-events';

// Beyond this, dropping everything is cheaper than reading what to drop.
const MAX_EVENTS_BEHIND = 20_000;

export interface FeedListener {
  /** The feed begins, or begins anew, at `head`: nothing cached before may be used. */
  onReset(head: number): void;
  /** Events in order; whatever they name must not be answered from after this returns. */
  onEvents(events: readonly FeedEvent[]): void;
  /** All events up to `appliedSeq` are applied, as of a look at the database just now. */
  onContact(appliedSeq: number): void;
}

interface FeedOptions {
  readonly databaseUrl: string;
  readonly name: string;
  readonly pollMs: number;
  /**
   * Where the database is a replica: the end of the log on the primary. A replica that has stopped
   * replaying answers as if nothing happened; only the primary tells that it is current.
   */
  readonly readPrimaryHead?: (observeClock: FeedOptions['observeClock']) => Promise<Position>;
  /** Told what the primary's clock says, and `performance.now()` before and after. */
  readonly observeClock: (databaseMs: number, beforeMs: number, afterMs: number) => void;
  /**
   * Compares the log of the primary with what was applied before, awaited before anything is read on
   * a new connection and before the feed begins anew: the log may be another one by now. Asks on the
   * feed's own connection where that leads to the primary: others may have gone silent.
   */
  readonly checkLog: (primary: pg.ClientBase | undefined, isAnew: boolean) => Promise<void>;
  /** What answers next may hold another log. */
  readonly onDisconnect: () => void;
  readonly listener: FeedListener;
  readonly log: Log;
}

/** All events up to `seq` are those committed before `atMs` (`performance.now()`). */
interface Mark {
  readonly seq: number;
  readonly atMs: number;
}

/**
 * The verifier's place in the feed, kept in memory alone: it begins at the end of the log, and begins
 * anew there where it is too far behind or the log is another one, for a cache can be dropped.
 */
export class Feed {
  readonly #connection: FeedConnection;
  #applied: Position | null = null;
  #isCheckDue = false;
  #contactAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: FeedOptions) {
    this.#connection = new FeedConnection({
      ...options,
      follower: {
        onConnecting: () => {
          this.#isCheckDue = true;
        },
        catchUp: (client) => this.#catchUp(client),
        onDisconnect: options.onDisconnect,
      },
    });
  }

  get appliedSeq(): number | null {
    return this.#applied?.seq ?? null;
  }

  /** Milliseconds since the start of the last look at the database that succeeded. */
  silentForMs(): number {
    return performance.now() - this.#contactAtMs;
  }

  start(): void {
    this.#connection.start();
  }

  stop(): Promise<void> {
    return this.#connection.stop();
  }

  /** Reads and applies until nothing is left; the first time only notes where the log ends. */
  async #catchUp(client: pg.ClientBase): Promise<undefined> {
    if (this.#isCheckDue) await this.#check(client);
    let isMore = true;
    while (isMore) {
      const mark = this.#lookForMark();
      const applied = this.#applied;
      if (applied === null) {
        this.#reset(await this.#readHead(client));
        isMore = false;
      } else isMore = await this.#applyNext(client, applied);
      if (isMore || mark === null || (this.appliedSeq ?? 0) < mark.seq) continue;
      this.#mark = null;
      this.#contactAtMs = mark.atMs;
      this.options.listener.onContact(this.appliedSeq ?? 0);
    }
  }

  #mark: Mark | null = null;
  #isAskingPrimary = false;

  /**
   * What must be applied for the cache to be current, and as of when. On the primary that is whatever
   * is read from now on; a replica must have reached a place the primary was asked for before.
   */
  #lookForMark(): Mark | null {
    const { readPrimaryHead } = this.options;
    if (readPrimaryHead === undefined) return { seq: 0, atMs: performance.now() };
    if (this.#mark === null && !this.#isAskingPrimary) void this.#askPrimary();
    return this.#mark;
  }

  /** Beside the polling of the replica, which goes on while the primary can't be reached. */
  async #askPrimary(): Promise<void> {
    const { readPrimaryHead, observeClock } = this.options;
    if (readPrimaryHead === undefined) return;
    this.#isAskingPrimary = true;
    const atMs = performance.now();
    try {
      this.#mark = { seq: (await readPrimaryHead(observeClock)).seq, atMs };
    } catch (error) {
      this.#primaryFailure = describeError(error);
      this.#warnOfPrimary();
    }
    this.#isAskingPrimary = false;
  }

  #primaryFailure = '';
  readonly #warnOfPrimary = rarely(10_000, () => {
    this.options.log.warn(
      { error: this.#primaryFailure },
      'the primary can’t be asked for its log',
    );
  });

  /** Applies the events after `applied`; true where there are still more. */
  async #applyNext(client: pg.ClientBase, applied: Position): Promise<boolean> {
    const events = await readEvents(client, applied.seq);
    const next = positionAfter(applied, events);
    if (next !== null && events.length > 0) {
      this.options.listener.onEvents(events);
      this.#applied = next;
    }
    if (next !== null && events.length === 1) return false;
    const head = await this.#readHead(client);
    const isOther = next === null || head.seq < next.seq;
    const isRewritten = head.seq === next?.seq && head.hash !== next.hash;
    if (isOther || isRewritten || head.seq - next.seq > MAX_EVENTS_BEHIND) {
      await this.#check(client, true);
      this.#reset(head);
      return false;
    }
    return head.seq > next.seq;
  }

  async #check(client: pg.ClientBase, isAnew = false): Promise<void> {
    const { checkLog, readPrimaryHead, log } = this.options;
    this.#isCheckDue = true;
    try {
      await checkLog(readPrimaryHead === undefined ? client : undefined, isAnew);
      this.#isCheckDue = false;
    } catch (error) {
      // A replica is followed without the primary; the comparison is made up for later.
      if (readPrimaryHead === undefined) throw error;
      log.warn({ error: describeError(error) }, 'the primary’s log can’t be compared');
    }
  }

  #readHead(client: pg.ClientBase): Promise<Position> {
    const { readPrimaryHead, observeClock } = this.options;
    // A replica has a clock of its own.
    return readHead(client, readPrimaryHead === undefined ? observeClock : undefined);
  }

  #reset(head: Position): void {
    this.options.listener.onReset(head.seq);
    this.#applied = head;
  }
}
