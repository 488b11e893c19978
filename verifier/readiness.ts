import { describeError } from '@/db/describe-error';
import { type Log, rarely } from '@/domain/base/log';
import { STALE_AFTER_MS } from './decision/evaluator';

const LOOK_UP_WITHIN_MS = 1_500;
/** What was found a moment ago is believed, however many ask. */
const BELIEVED_MS = 500;

interface ReadinessOptions {
  readonly silentForMs: () => number;
  /** A look at the database as an unknown token causes it. */
  readonly lookUp: () => Promise<unknown>;
  readonly canRecord: () => boolean;
  readonly outageGraceMs: number;
  readonly log: Log;
}

/**
 * Whether this verifier can decide and record: it follows the changes, tokens can be looked up, and
 * the journal takes decisions. As long as the grace lasts, what worked a while ago is enough.
 */
export class Readiness {
  #lookedUpAtMs = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | null = null;
  #failure = '';

  constructor(private readonly options: ReadinessOptions) {}

  /** Why not, in a few words; null where it can. */
  async reasonAgainst(): Promise<string | null> {
    const { silentForMs, canRecord, outageGraceMs } = this.options;
    const patienceMs = Math.max(STALE_AFTER_MS, outageGraceMs);
    if (silentForMs() > patienceMs) return 'the change feed is silent';
    if (!canRecord()) return 'decisions cannot be recorded';
    if (this.#lookedUpForMs() > BELIEVED_MS) {
      this.#looking ??= this.#look();
      await this.#looking;
    }
    return this.#lookedUpForMs() > patienceMs ? 'tokens cannot be looked up' : null;
  }

  #lookedUpForMs(): number {
    return performance.now() - this.#lookedUpAtMs;
  }

  async #look(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const silent = new Error(`no answer within ${LOOK_UP_WITHIN_MS} ms`);
      timer = setTimeout(() => reject(silent), LOOK_UP_WITHIN_MS);
    });
    try {
      const atMs = performance.now();
      await Promise.race([this.options.lookUp(), late]);
      this.#lookedUpAtMs = atMs;
    } catch (error) {
      this.#failure = describeError(error);
      this.#warn();
    }
    clearTimeout(timer);
    this.#looking = null;
  }

  readonly #warn = rarely(10_000, () => {
    this.options.log.warn({ error: this.#failure }, 'tokens cannot be looked up');
  });
}
