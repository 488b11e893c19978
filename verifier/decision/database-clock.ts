/**
 * The time by the database's clock, which lifetimes are given in: a machine whose own clock is wrong
 * or steps back would else revive what has expired, or end what has not. Counted on from the last
 * look by a clock that only moves forward; this machine's, until there was a look.
 */
export class DatabaseClock {
  #offsetMs = Date.now() - performance.now();

  /** Whole milliseconds since the epoch. */
  nowMs(): number {
    return Math.floor(performance.now() + this.#offsetMs);
  }

  /** The database read its clock at some moment between two readings of `performance.now()`. */
  observe(databaseMs: number, beforeMs: number, afterMs: number): void {
    const least = databaseMs - afterMs;
    const most = databaseMs - beforeMs;
    // Moved no further than what is certain, so that slow answers don't shake it.
    this.#offsetMs = Math.min(Math.max(this.#offsetMs, least), most);
  }
}

/** One for the process, like the clock of the machine. */
export const databaseClock = new DatabaseClock();
