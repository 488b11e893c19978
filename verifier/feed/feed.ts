import pg from 'pg';
import { describeError } from '@/db/describe-error';
import { FEED_CHANNEL } from '@/domain/ledger/append-event';
import { type Log, rarely } from '@/journal/log';
import { type FeedEvent, type LogHead, readEvents, readHead } from './read-events';

const BACKOFF_FIRST_MS = 50;
const BACKOFF_MOST_MS = 1_000;
// A connection that has gone silent must be noticed, and replaced, within the 3 s of staleness.
const QUERY_TIMEOUT_MS = 1_000;
// Beyond this, dropping everything is cheaper than reading what to drop.
const MOST_EVENTS_BEHIND = 20_000;

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
  readonly readPrimaryHead?: (observeClock: FeedOptions['observeClock']) => Promise<LogHead>;
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
 * Tails the audit log on a connection of its own: woken by NOTIFY, with a poll as the backstop and,
 * on a standby (which can't LISTEN), as the only way. Reconnects for as long as it runs.
 */
export class Feed {
  #client: pg.Client | null = null;
  #stopped = false;
  #wake: (() => void) | null = null;
  #appliedSeq: number | null = null;
  #appliedHash: string | null = null;
  #isCheckDue = false;
  #contactAtMs = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | null = null;

  constructor(private readonly options: FeedOptions) {}

  get appliedSeq(): number | null {
    return this.#appliedSeq;
  }

  /** Milliseconds since the start of the last look at the database that succeeded. */
  silentForMs(): number {
    return performance.now() - this.#contactAtMs;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    let backoffMs = BACKOFF_FIRST_MS;
    while (!this.#stopped) {
      try {
        const pollMs = await this.#connect();
        backoffMs = BACKOFF_FIRST_MS;
        while (!this.#stopped) {
          await this.#apply();
          await this.#sleep(pollMs);
        }
      } catch (error) {
        this.options.log.warn({ error: describeError(error) }, 'the change feed is interrupted');
      }
      await this.#disconnect();
      if (!this.#stopped) await this.#sleep(backoffMs);
      backoffMs = Math.min(backoffMs * 2, BACKOFF_MOST_MS);
    }
  }

  async #connect(): Promise<number> {
    const { databaseUrl, name, pollMs } = this.options;
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: `keyward feed ${name}`,
      connectionTimeoutMillis: QUERY_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    });
    this.#client = client;
    this.#isCheckDue = true;
    // Not for one that was given up already: its end must not cut the pause before the next.
    const lost = () => {
      if (this.#client !== client) return;
      this.options.onDisconnect();
      this.#wake?.();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => this.#notified());
    await client.connect();
    const { rows } = await client.query<{ standby: boolean }>(
      'select pg_is_in_recovery() as standby',
    );
    if (rows[0]?.standby) return Math.min(pollMs, 250);
    await client.query(`listen ${FEED_CHANNEL}`);
    return pollMs;
  }

  #pending = false;

  #notified(): void {
    this.#pending = true;
    this.#wake?.();
  }

  /** Reads and applies until nothing is left; the first time only notes where the log ends. */
  async #apply(): Promise<void> {
    const client = this.#client;
    if (client === null) throw new Error('the feed has no connection');
    if (this.#isCheckDue) await this.#check(client);
    let isMore = true;
    while (isMore || this.#pending) {
      this.#pending = false;
      const mark = this.#lookForMark();
      const after = this.#appliedSeq;
      if (after === null) {
        this.#reset(await this.#readHead(client));
        isMore = false;
      } else isMore = await this.#applyNext(client, after);
      if (isMore || mark === null || (this.#appliedSeq ?? 0) < mark.seq) continue;
      this.#mark = null;
      this.#contactAtMs = mark.atMs;
      this.options.listener.onContact(this.#appliedSeq ?? 0);
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

  /** Applies the events after `after`; true where there are still more. */
  async #applyNext(client: pg.ClientBase, after: number): Promise<boolean> {
    const events = await readEvents(client, after);
    const last = events.at(-1)?.seq ?? after;
    // `seq` has no gaps, follows commit order and is chained; else this isn't the same log.
    const isNext = events.length === 0 || events[0]?.prevHash === this.#appliedHash;
    const isSameLog = isNext && last === after + events.length;
    if (isSameLog && events.length > 0) {
      this.options.listener.onEvents(events);
      this.#appliedSeq = last;
      this.#appliedHash = events.at(-1)?.hash ?? null;
    }
    if (events.length === 1 && isSameLog) return false;
    const head = await this.#readHead(client);
    const isOther = head.seq === last && head.hash !== this.#appliedHash;
    if (!isSameLog || isOther || head.seq < last || head.seq - last > MOST_EVENTS_BEHIND) {
      await this.#check(client, true);
      this.#reset(head);
      return false;
    }
    return head.seq > last;
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

  #readHead(client: pg.ClientBase): Promise<LogHead> {
    const { readPrimaryHead, observeClock } = this.options;
    // A replica has a clock of its own.
    return readHead(client, readPrimaryHead === undefined ? observeClock : undefined);
  }

  #reset({ seq, hash }: LogHead): void {
    this.options.listener.onReset(seq);
    this.#appliedSeq = seq;
    this.#appliedHash = hash;
  }

  /** Sleeps until the time is up, a notification arrives, or the connection breaks. */
  async #sleep(ms: number): Promise<void> {
    if (this.#pending || this.#stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    this.options.onDisconnect();
    // A notification that came last must not keep the next attempts from pausing.
    this.#pending = false;
    if (client === null) return;
    client.removeAllListeners('notification');
    // A connection that hangs would also hang a polite goodbye.
    const goodbye = client.end().catch(() => undefined);
    await Promise.race([goodbye, new Promise((resolve) => setTimeout(resolve, 200).unref())]);
  }
}
