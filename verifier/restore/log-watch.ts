import type pg from 'pg';
import { describeError } from '@/db/describe-error';
import type { Log } from '@/domain/base/log';
import type { FeedEvent } from '@/domain/feed/read-events';
import { isStoppingAction } from '@/domain/verifiers/lost-events';
import { settleLost } from '@/domain/verifiers/settle-lost';
import { HeldStops } from './held-stops';
import {
  type Connection,
  compareLog,
  readLastEvent,
  readRecentStops,
  readUnsettled,
  reportLost,
  type UnsettledStop,
} from './log-reads';
import { type Notes, readNotes, writeNotes } from './note-file';
import { lastOf, type NotedEvent, noteStops } from './stops';

interface LogWatchOptions {
  /** The journal's directory: what is noted must outlive this process. */
  readonly directory: string;
  readonly verifier: string;
  /** The primary: a replica that lags has lost nothing. */
  readonly pool: pg.Pool;
  /** Nothing cached before may be used. */
  readonly onHeldChange: () => void;
  readonly log: Log;
}

/**
 * Notices that the log went backwards, as it does when a backup is restored: an event that was
 * applied is not in it any more. Reports what is lost, and keeps lost stops in force.
 */
export class LogWatch {
  readonly held = new HeldStops();
  #notes: Notes = { firstHash: null, last: null, stops: [] };
  /** What was read at the start; empty once it was compared. */
  #earlier: readonly Notes[] = [];
  #isComplete = false;
  #writing: Promise<void> | null = null;
  #isDirty = false;

  private constructor(private readonly options: LogWatchOptions) {}

  /** Reads what was noted by this verifier and by others that kept their journal in the place. */
  static async open(options: LogWatchOptions): Promise<LogWatch> {
    const watch = new LogWatch(options);
    watch.#earlier = await readNotes(options.directory, options.log);
    watch.disconnected();
    return watch;
  }

  /** The database is away; until the log is compared again, what comes back may be older. */
  disconnected(): void {
    const notes = [...this.#earlier, this.#notes];
    this.held.holdUnproven(notes.flatMap(({ stops }) => stops));
  }

  /** Notes what has been applied; durable a moment later. */
  applied(events: readonly FeedEvent[]): void {
    const first = events[0]?.seq === 1 ? events[0].hash : null;
    this.#notes = {
      firstHash: this.#notes.firstHash ?? first,
      last: lastOf(events) ?? this.#notes.last,
      stops: [...noteStops(this.#notes.stops, events)],
    };
    this.#save();
    if (events.some(({ action }) => action === settleLost.operation)) {
      readUnsettled(this.options.pool)
        .then((unsettled) => this.#hold(unsettled))
        .catch((error) => this.#warn(error));
    }
  }

  /**
   * Compares the log with what was noted. To be called before anything of a log is believed that may
   * not be the one from before.
   * @param isAnew whether the feed begins anew: then it has not brought everything since
   */
  async check(primary: Connection = this.options.pool, isAnew = false): Promise<void> {
    const all = [...this.#earlier, this.#notes];
    const hashes = all.flatMap(eventsOf).map(({ hash }) => hash);
    const { firstHash, missing, unsettled } = await compareLog(primary, hashes);
    // Of another log altogether, such as that of an installation begun anew, nothing is lost.
    const notes = all.filter((one) => one.firstHash === null || one.firstHash === firstHash);
    const isMissing = new Set(missing);
    const lost = notes.flatMap(eventsOf).filter(({ hash }) => isMissing.has(hash));
    if (lost.length === 0) this.#hold(unsettled);
    else this.#hold(await this.#report(primary, lost));
    this.held.holdUnproven([]);
    const isSame = notes.length === all.length && lost.length === 0;
    if (this.#isComplete && isSame && !isAnew) return;
    const waiting = this.held.lost;
    const lostStops = lost.filter(
      ({ hash, action }) => waiting.has(hash) && isStoppingAction(action),
    );
    const last = await readLastEvent(primary);
    const standing = noteStops([], await readRecentStops(primary));
    this.#notes = { firstHash, last, stops: [...unique(lostStops), ...standing] };
    this.#earlier = [];
    this.#isComplete = true;
    this.#save();
  }

  async close(): Promise<void> {
    await this.#writing;
  }

  async #report(primary: Connection, lost: readonly NotedEvent[]): Promise<UnsettledStop[]> {
    const { verifier, log } = this.options;
    const reported = await reportLost(primary, verifier, unique(lost));
    if (reported > 0) {
      const upTo = Math.max(...lost.map(({ seq }) => seq));
      log.warn(
        { lost: reported, upTo },
        `the log went backwards: change ${upTo} was applied and is gone, as after the restore of a backup; what was stopped stays denied until an administrator has looked at it in the dashboard`,
      );
    }
    return readUnsettled(primary);
  }

  #hold(unsettled: readonly UnsettledStop[]): void {
    if (this.held.replaceLost(unsettled)) this.options.onHeldChange();
  }

  #save(): void {
    this.#isDirty = true;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
    });
  }

  async #write(): Promise<void> {
    const { directory, verifier } = this.options;
    while (this.#isDirty) {
      this.#isDirty = false;
      await writeNotes(directory, verifier, this.#notes).catch((error) => this.#warn(error));
    }
  }

  #warn(error: unknown): void {
    const text = 'what was applied could not be noted or compared';
    this.options.log.warn({ error: describeError(error) }, text);
  }
}

const eventsOf = ({ last, stops }: Notes): NotedEvent[] =>
  last === null ? stops : [...stops, last];

const unique = (events: readonly NotedEvent[]): NotedEvent[] => [
  ...new Map(events.map((event) => [event.hash, event])).values(),
];
