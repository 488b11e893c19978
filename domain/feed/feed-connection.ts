import pg from 'pg';
import { describeError } from '@/db/describe-error';
import type { Log } from '@/domain/base/log';
import { FEED_CHANNEL } from '@/domain/ledger/append-event';

const FIRST_BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 1_000;
// A connection that has gone silent must be noticed, and replaced, within a verifier's 3 s of staleness.
const QUERY_TIMEOUT_MS = 1_000;
const STANDBY_POLL_MS = 250;
const GOODBYE_MS = 200;

export interface FeedFollower {
  /** A new connection is about to be made: what it leads to may hold another log. */
  onConnecting?(): void;
  /**
   * Reads until nothing is left. Called after connecting, at each notification and at each poll, never
   * while a call is under way; where it throws, the connection is made anew.
   * @returns after how many milliseconds to be called again at the latest, where sooner than a poll
   */
  catchUp(client: pg.Client): Promise<number | undefined>;
  /** What answers next may hold another log. */
  onDisconnect?(): void;
}

interface FeedConnectionOptions {
  readonly databaseUrl: string;
  readonly name: string;
  readonly pollMs: number;
  readonly follower: FeedFollower;
  readonly log: Log;
}

/**
 * A connection of one's own to the log: woken by NOTIFY, with a poll as the backstop and, on a standby
 * (which can't LISTEN), as the only way. Reconnects for as long as it runs.
 */
export class FeedConnection {
  #client: pg.Client | null = null;
  #stopped = false;
  #pending = false;
  #wake: (() => void) | null = null;
  #running: Promise<void> | null = null;

  constructor(private readonly options: FeedConnectionOptions) {}

  start(): void {
    this.#running ??= this.#run();
  }

  /** Waits for the call that is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { follower, log } = this.options;
    let backoffMs = FIRST_BACKOFF_MS;
    while (!this.#stopped) {
      try {
        const pollMs = await this.#connect();
        backoffMs = FIRST_BACKOFF_MS;
        while (!this.#stopped) {
          this.#pending = false;
          const soonerMs = await follower.catchUp(this.#connected());
          await this.#sleep(Math.min(pollMs, soonerMs ?? pollMs));
        }
      } catch (error) {
        log.warn({ error: describeError(error) }, 'the change feed is interrupted');
      }
      await this.#disconnect();
      if (!this.#stopped) await this.#sleep(backoffMs);
      backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
    }
  }

  /** @returns how often to look without being woken */
  async #connect(): Promise<number> {
    const { databaseUrl, name, pollMs, follower } = this.options;
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: `keyward feed ${name}`,
      connectionTimeoutMillis: QUERY_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    });
    this.#client = client;
    follower.onConnecting?.();
    // Not for one that was given up already: its end must not cut the pause before the next.
    const lost = () => {
      if (this.#client !== client) return;
      follower.onDisconnect?.();
      this.#wake?.();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => {
      this.#pending = true;
      this.#wake?.();
    });
    await client.connect();
    const { rows } = await client.query<{ standby: boolean }>(
      'select pg_is_in_recovery() as standby',
    );
    if (rows[0]?.standby) return Math.min(pollMs, STANDBY_POLL_MS);
    await client.query(`listen ${FEED_CHANNEL}`);
    return pollMs;
  }

  #connected(): pg.Client {
    if (this.#client === null) throw new Error('the feed has no connection');
    return this.#client;
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
    this.options.follower.onDisconnect?.();
    // A notification that came last must not keep the next attempts from pausing.
    this.#pending = false;
    if (client === null) return;
    client.removeAllListeners('notification');
    // A connection that hangs would also hang a polite goodbye.
    const goodbye = client.end().catch(() => undefined);
    await Promise.race([
      goodbye,
      new Promise((resolve) => setTimeout(resolve, GOODBYE_MS).unref()),
    ]);
  }
}
