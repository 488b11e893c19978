import type { Database } from '@/db/client';
import { type Actor, personActor } from '@/domain/base/actor';
import type { RequestOrigin } from '@/domain/base/context';
import { withoutParameters } from '@/domain/base/fault';
import type { OperationName } from '@/domain/base/operation-names';
import type { Target } from '@/domain/base/target';
import { appendEvent } from './append-event';

const WINDOW_MS = 10_000;
const EVENTS_PER_WINDOW = 5;
const MAX_WINDOWS = 10_000;

/** An attempt that was refused where no command has recorded it: a question, a sign-in. */
export interface Denial {
  readonly actor: Actor;
  readonly action: OperationName;
  readonly target: Pick<Target, 'type' | 'id' | 'name'>;
  readonly reason: string;
  readonly request: RequestOrigin;
}

interface Window {
  events: number;
  last: Denial | null;
  /** All that were folded are of one actor, who is then named. */
  isOfOne: boolean;
  readonly folded: Map<string, number>;
  readonly endsAtMs: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Writes refused attempts down, and keeps the log from being filled with them: the first 5 of one kind
 * in 10 seconds are events of their own, and the others become one with a count. A crash loses the
 * count of at most one window.
 */
export class DenialRecorder {
  readonly #windows = new Map<string, Window>();
  constructor(
    private readonly db: Database,
    private readonly windowMs = WINDOW_MS,
  ) {}

  /** @param foldBy what is counted together; null where something else bounds the attempts */
  async record(denial: Denial, foldBy: string | null): Promise<void> {
    if (foldBy === null) return this.#append(denial);
    const open = this.#windows.get(foldBy);
    if (open && performance.now() >= open.endsAtMs) await this.#close(foldBy);
    // Beyond the bound all share one window: the log can't be made to grow by their number.
    const isFull = !this.#windows.has(foldBy) && this.#windows.size >= MAX_WINDOWS;
    const window = this.#open(isFull ? 'many' : foldBy);
    if (window.events < EVENTS_PER_WINDOW) {
      window.events += 1;
      return this.#append(denial);
    }
    window.folded.set(denial.reason, (window.folded.get(denial.reason) ?? 0) + 1);
    window.isOfOne &&= window.last === null || window.last.actor.id === denial.actor.id;
    window.last = denial;
  }

  /** Ends all windows now. */
  async close(): Promise<void> {
    await Promise.all([...this.#windows.keys()].map((key) => this.#close(key)));
  }

  #open(key: string): Window {
    const found = this.#windows.get(key);
    if (found) return found;
    const close = () =>
      this.#close(key).catch((error: unknown) => {
        console.error('refused attempts could not be recorded', withoutParameters(error));
      });
    const made = {
      events: 0,
      last: null,
      isOfOne: true,
      folded: new Map<string, number>(),
      endsAtMs: performance.now() + this.windowMs,
      timer: setTimeout(close, this.windowMs).unref(),
    };
    this.#windows.set(key, made);
    return made;
  }

  async #close(key: string): Promise<void> {
    const window = this.#windows.get(key);
    if (!window) return;
    this.#windows.delete(key);
    clearTimeout(window.timer);
    const { last, folded, isOfOne } = window;
    if (last === null) return;
    const attempts = [...folded.values()].reduce((sum, count) => sum + count, 0);
    const of = isOfOne
      ? last
      : { ...last, actor: UNKNOWN_PERSON, target: { ...last.target, id: null, name: null } };
    await this.#append(of, { attempts, reasons: Object.fromEntries(folded) });
  }

  async #append(denial: Denial, after?: FoldedAttempts): Promise<void> {
    const { reason, ...change } = denial;
    await this.db.transaction((tx) =>
      appendEvent(tx, {
        ...change,
        group: null,
        outcome: 'denied',
        entry: { reason, ...(after && { after: { ...after } }), affects: [] },
      }),
    );
  }
}

interface FoldedAttempts {
  attempts: number;
  reasons: Record<string, number>;
}

/** Stands for whoever signs in as nobody that exists. */
export const UNKNOWN_PERSON = personActor({ id: 'unknown', name: 'unknown' }, []);

// Next bundles what it serves apart from the server that stops it.
const shared = globalThis as { keywardDenials?: Map<Database, DenialRecorder> };

export function denialRecorder(db: Database): DenialRecorder {
  shared.keywardDenials ??= new Map();
  const found = shared.keywardDenials.get(db);
  if (found) return found;
  const made = new DenialRecorder(db);
  shared.keywardDenials.set(db, made);
  return made;
}

/** Writes down what is still only counted: for when the process stops. Waits no longer than `maxMs`. */
export async function closeDenialRecorders(maxMs: number): Promise<void> {
  const closed = [...(shared.keywardDenials?.values() ?? [])].map((recorder) => recorder.close());
  shared.keywardDenials?.clear();
  const late = new Promise((resolve) => setTimeout(resolve, maxMs).unref());
  await Promise.race([Promise.allSettled(closed), late]);
}
