/** A place in the log: the events up to `seq` are read, and the last of them has this hash. */
export interface Position {
  readonly seq: number;
  readonly hash: string;
}

/** What of an event shows its place in the log. */
interface Linked extends Position {
  /** The hash of the event before it. */
  readonly prevHash: string;
}

/**
 * The position after these events; null where they don't continue the log that was read so far, as
 * after the restore of a backup: `seq` has no gaps, follows the order of commits and is chained.
 */
export function positionAfter(position: Position, events: readonly Linked[]): Position | null {
  let { seq, hash } = position;
  for (const event of events) {
    if (event.seq !== seq + 1 || event.prevHash !== hash) return null;
    ({ seq, hash } = event);
  }
  return { seq, hash };
}
