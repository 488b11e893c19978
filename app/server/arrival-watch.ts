import type { Context } from '@/domain/base/context';
import { printPlace, readHeads } from '@/domain/timeline/arrival-place';

const LOOK_EVERY_MS = 250;

/**
 * One look at the ends of both logs for everybody in this process who waits for what arrives; none while
 * nobody does.
 */
export class ArrivalWatch {
  /** Who waits, and the place up to which they have read. */
  #waiting = new Map<() => void, string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: () => Context['db'],
    private readonly everyMs = LOOK_EVERY_MS,
  ) {}

  /** How many wait now. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Resolves once the logs end elsewhere than at `place`, after `ms`, or when told to. */
  async next(place: string, ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    const wake = () => resolve();
    signal.addEventListener('abort', wake);
    this.#waiting.set(resolve, place);
    this.#timer ??= setTimeout(() => this.#look(), this.everyMs);
    await promise;
    clearTimeout(timer);
    // The signal is of the whole tail, which waits again after all that arrives.
    signal.removeEventListener('abort', wake);
    this.#waiting.delete(resolve);
  }

  async #look(): Promise<void> {
    // Where the database does not answer, whoever waits finds that out by asking.
    const ends = await readHeads(this.db()).then(printPlace, () => null);
    for (const [wake, place] of this.#waiting) if (ends !== place) wake();
    this.#timer = undefined;
    if (this.#waiting.size > 0) this.#timer = setTimeout(() => this.#look(), this.everyMs);
  }
}
