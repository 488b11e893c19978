import type { Database } from '@/db/client';
import { appendEvent } from '@/domain/audit/append-event';
import type { Actor } from '@/domain/kernel/actor';
import type { RequestOrigin } from '@/domain/kernel/context';
import { withoutParameters } from '@/domain/kernel/fault';
import { createSession } from './create-session';

const WINDOW_MS = 10_000;
const EVENTS_PER_WINDOW = 5;
const MAX_NETWORKS = 10_000;

const BOUNDED: ReadonlySet<string> = new Set(['wrong_password', 'identity_suspended']);

/** A refused sign-in, of somebody or of nobody that exists. */
export interface Denial {
  readonly actor: Actor;
  readonly target: { readonly id: string | null; readonly name: string | null };
  readonly reason: string;
  readonly request: RequestOrigin;
}

interface Window {
  events: number;
  last: Denial | null;
  readonly folded: Map<string, number>;
  readonly endsAtMs: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Writes refused sign-ins down. Of those that nothing bounds (throttled ones, and emails of nobody) the
 * first 5 of a network in 10 seconds are events of their own, and the others become one with a count.
 */
export class DenialRecorder {
  readonly #windows = new Map<string, Window>();
  constructor(
    private readonly db: Database,
    private readonly windowMs = WINDOW_MS,
  ) {}

  async record(network: string, denial: Denial): Promise<void> {
    // The limits on wrong passwords bound these, and each names whom it concerns.
    if (BOUNDED.has(denial.reason)) return this.#append(denial);
    const open = this.#windows.get(network);
    if (open && performance.now() >= open.endsAtMs) await this.#close(network);
    // Beyond the bound all networks share one window: the log can't be made to grow by their number.
    const isFull = !this.#windows.has(network) && this.#windows.size >= MAX_NETWORKS;
    const window = this.#open(isFull ? 'many' : network);
    if (window.events < EVENTS_PER_WINDOW) {
      window.events += 1;
      return this.#append(denial);
    }
    window.folded.set(denial.reason, (window.folded.get(denial.reason) ?? 0) + 1);
    window.last = denial;
  }

  #open(network: string): Window {
    const found = this.#windows.get(network);
    if (found) return found;
    const close = () =>
      this.#close(network).catch((error: unknown) => {
        console.error('refused sign-ins could not be recorded', withoutParameters(error));
      });
    const made = {
      events: 0,
      last: null,
      folded: new Map<string, number>(),
      endsAtMs: performance.now() + this.windowMs,
      timer: setTimeout(close, this.windowMs).unref(),
    };
    this.#windows.set(network, made);
    return made;
  }

  async #close(network: string): Promise<void> {
    const window = this.#windows.get(network);
    if (!window) return;
    this.#windows.delete(network);
    clearTimeout(window.timer);
    const { last, folded } = window;
    if (last === null) return;
    const attempts = [...folded.values()].reduce((sum, count) => sum + count, 0);
    await this.#append(
      { ...last, actor: UNKNOWN_PERSON, target: { id: null, name: null } },
      { attempts, reasons: Object.fromEntries(folded) },
    );
  }

  async #append({ actor, target, reason, request }: Denial, after?: FoldedAttempts): Promise<void> {
    await this.db.transaction((tx) =>
      appendEvent(tx, {
        actor,
        group: null,
        action: createSession.operation,
        target: { type: 'identity', ...target },
        outcome: 'denied',
        entry: { reason, ...(after && { after: { ...after } }), affects: [] },
        request,
      }),
    );
  }
}

interface FoldedAttempts {
  attempts: number;
  reasons: Record<string, number>;
}

/** Stands for whoever signs in as nobody that exists. */
export const UNKNOWN_PERSON: Actor = {
  type: 'person',
  id: 'unknown',
  name: 'unknown',
  via: { type: 'process', id: null },
  group: null,
  grants: new Map(),
  memberOf: new Map(),
  leadOf: new Map(),
  isFixed: true,
};

const recorders = new WeakMap<Database, DenialRecorder>();

export function denialRecorder(db: Database): DenialRecorder {
  const found = recorders.get(db);
  if (found) return found;
  const made = new DenialRecorder(db);
  recorders.set(db, made);
  return made;
}
