import { setTimeout as delay } from 'node:timers/promises';
import type { Decision } from '../decision/decision';
import { describeError, type Log } from '../log';
import { type Recorder, RecordingFailed } from '../record/recorder';
import { type Folding, toDecisionLine, toUseLine } from './decision-line';
import { encodeFrame, FRAME_TARGET_BYTES } from './frame';
import { ActiveSegment, type Segment } from './segment';

const MAX_PENDING = 50_000;
const MAX_SEGMENT_BYTES = 67_108_864;
const PROBE_MS = 500;
// A disk that hangs must not make callers hang: they are refused after this time.
const STUCK_MS = 2_000;

interface JournalOptions {
  readonly directory: string;
  readonly verifier: string;
  readonly maxBytes: number;
  readonly log: Log;
  /** Bytes on disk that other segments of this journal take. */
  shippingBytes(): number;
  /** A segment exists from now on, to be shipped as it grows. */
  onSegment(segment: Segment): void;
  /** More of the active segment is durable. */
  onDurable(): void;
}

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

export interface JournalCounts {
  decisions: number;
  commits: number;
  failures: number;
}

/**
 * Decisions on their way to Postgres: those that wait are written together and made durable by one
 * `fdatasync`, and only then told to be recorded. Full or unwritable means that recording fails.
 */
export class Journal implements Recorder {
  readonly counts: JournalCounts = { decisions: 0, commits: 0, failures: 0 };
  #rows: string[] = [];
  #uses = '';
  #waiting: Waiting[] = [];
  #committing: { readonly sinceMs: number; readonly waiting: readonly Waiting[] } | null = null;
  #isStuck = false;
  readonly #watch = setInterval(() => this.#refuseWhenStuck(), STUCK_MS / 8).unref();
  #flushing: Promise<void> | null = null;
  #segment: ActiveSegment | null = null;
  #failure: Error | null = null;
  #isClosed = false;

  constructor(private readonly options: JournalOptions) {}

  isHealthy(): boolean {
    return this.#failure === null && !this.#isStuck;
  }

  /** Why nothing can be recorded at the moment; null where all is well. */
  get failure(): Error | null {
    return this.#failure;
  }

  record(decision: Decision, folding?: Folding): Promise<Decision> {
    if (this.#isClosed) return Promise.reject(new RecordingFailed('the journal is closed'));
    if (this.#isStuck) return Promise.reject(new RecordingFailed('the journal’s disk hangs'));
    if (this.#waiting.length >= MAX_PENDING) {
      return Promise.reject(new RecordingFailed('too many decisions wait to be recorded'));
    }
    this.#rows.push(toDecisionLine(decision, this.options.verifier, folding));
    if (decision.callerTokenId !== null) {
      this.#uses += toUseLine(decision.callerTokenId, decision.atMs);
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve: () => resolve(decision), reject });
      this.#flushing ??= this.#flush();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#flushing;
    clearInterval(this.#watch);
    await this.#segment?.seal();
    this.#segment = null;
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      // What arrives in the same turn of the event loop goes into the same commit.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = this.#takeBatch();
      this.#committing = { sinceMs: performance.now(), waiting: batch.waiting };
      try {
        await this.#commit(batch.frame);
        this.counts.commits += 1;
        this.counts.decisions += batch.waiting.length;
        for (const { resolve } of batch.waiting) resolve();
      } catch (cause) {
        this.counts.failures += batch.waiting.length;
        const error = new RecordingFailed('the journal could not be written', { cause });
        for (const { reject } of batch.waiting) reject(error);
      }
      this.#committing = null;
      this.#isStuck = false;
    }
    // In the same step as the last look at who waits: nobody can be left behind.
    this.#flushing = null;
  }

  #refuseWhenStuck(): void {
    const committing = this.#committing;
    if (committing === null || performance.now() - committing.sinceMs < STUCK_MS) return;
    if (!this.#isStuck)
      this.options.log.error('the journal’s disk hangs: refusing until it answers');
    this.#isStuck = true;
    const error = new RecordingFailed('the journal’s disk hangs');
    for (const { reject } of committing.waiting) reject(error);
    for (const { reject } of this.#waiting) reject(error);
    this.#rows = [];
    this.#uses = '';
    this.#waiting = [];
  }

  #takeBatch() {
    let bytes = 0;
    let count = 0;
    while (count < this.#rows.length && bytes < FRAME_TARGET_BYTES) {
      bytes += (this.#rows[count] as string).length;
      count += 1;
    }
    const rows = this.#rows.splice(0, count);
    const uses = this.#uses;
    this.#uses = '';
    return {
      frame: encodeFrame(rows.join(''), uses, count),
      waiting: this.#waiting.splice(0, count),
    };
  }

  async #commit(frame: Buffer): Promise<void> {
    try {
      const segment = await this.#segmentFor(frame.length);
      await this.#append(segment, frame);
      this.#failure = null;
      this.options.onDurable();
    } catch (error) {
      this.#failed(error as Error);
      throw error;
    }
  }

  async #append(segment: ActiveSegment, frame: Buffer): Promise<void> {
    const error = await new Promise<Error | null>((done) => segment.append(frame, done));
    if (error === null) return;
    let isRolledBack = true;
    try {
      // Nothing half-written may stay in front of the next commit.
      await segment.rollBack();
    } catch (rollBackError) {
      isRolledBack = false;
      this.options.log.error(
        { error: describeError(rollBackError) },
        'a journal segment is given up',
      );
    }
    // What it holds is shipped, and then its place is free: the room may be all that was missing.
    if (!isRolledBack || segment.durableBytes > 0) {
      this.#segment = null;
      await segment.seal();
    }
    throw error;
  }

  async #segmentFor(bytes: number): Promise<ActiveSegment> {
    const { directory, maxBytes, shippingBytes, onSegment } = this.options;
    const current = this.#segment;
    if (shippingBytes() + bytes > maxBytes) throw new Error('the journal is full');
    const limit = Math.min(MAX_SEGMENT_BYTES, Math.ceil(maxBytes / 8));
    if (current !== null && current.durableBytes < limit) return current;
    const next = await ActiveSegment.create(directory);
    await current?.seal();
    this.#segment = next;
    onSegment(next);
    return next;
  }

  /** Notes the failure, and tries until something can be written again. */
  #failed(error: Error): void {
    const isNew = this.#failure === null;
    this.#failure = error;
    if (!isNew) return;
    this.options.log.error({ error: describeError(error) }, 'the journal can’t be written');
    void this.#probe();
  }

  async #probe(): Promise<void> {
    while (this.#failure !== null && !this.#isClosed) {
      await delay(PROBE_MS, undefined, { ref: false });
      if (this.#flushing !== null || this.#isClosed) continue;
      this.#flushing = this.#commit(encodeFrame('', '', 0)).then(
        () => this.options.log.info('the journal can be written again'),
        () => undefined,
      );
      await this.#flushing;
      this.#flushing = null;
      if (this.#waiting.length > 0) this.#flushing = this.#flush();
    }
  }
}
