import { setTimeout as delay } from 'node:timers/promises';
import { describeError } from '@/db/describe-error';
import { Batch } from './batch';
import type { Folding } from './decision-line';
import { FrameDraft } from './frame';
import { OpenSegments, type OpenSegmentsOptions } from './open-segments';
import type { Decision } from './record/decision';
import { type Recorder, type Recording, RecordingFailed } from './record/recorder';
import type { ActiveSegment, Segment } from './segment';

const MAX_PENDING = 50_000;
const PROBE_MS = 500;
// A disk that hangs must not make callers hang: they are refused after this time.
const STUCK_MS = 2_000;

interface JournalOptions extends OpenSegmentsOptions {
  readonly verifier: string;
  /** More of the active segment is durable. */
  onDurable(): void;
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
  readonly #segments: OpenSegments;
  /** In the order in which they are to be committed; the last is being filled. */
  #batches: Batch[] = [];
  #empty: Batch | null = null;
  #pending = 0;
  #committing: { readonly sinceMs: number; readonly batch: Batch } | null = null;
  #isStuck = false;
  readonly #watch = setInterval(() => this.#refuseWhenStuck(), STUCK_MS / 8).unref();
  #flushing: Promise<void> | null = null;
  #failure: Error | null = null;
  #isClosed = false;

  constructor(private readonly options: JournalOptions) {
    this.#segments = new OpenSegments(options);
  }

  isHealthy(): boolean {
    return this.#failure === null && !this.#isStuck;
  }

  /** Why nothing can be recorded at the moment; null where all is well. */
  get failure(): Error | null {
    return this.#failure;
  }

  get bytesOnDisk(): number {
    return this.#segments.bytesOnDisk;
  }

  /** Keeps the file of a segment that was shipped; false where it isn't wanted. */
  keepFile(segment: Segment): Promise<boolean> {
    return this.#segments.keepFile(segment);
  }

  record(decision: Decision, recording: Recording, folding?: Folding): void {
    const refusal = this.#whyRefused();
    if (refusal !== null) {
      recording.notRecorded(new RecordingFailed(refusal));
      return;
    }
    let batch = this.#batches.at(-1);
    if (batch === undefined || batch.isFull) {
      batch = this.#empty ?? new Batch();
      this.#empty = null;
      this.#batches.push(batch);
    }
    batch.add(decision, this.options.verifier, recording, folding);
    this.#pending += 1;
    this.#flushing ??= this.#flush();
  }

  #whyRefused(): string | null {
    if (this.#isClosed) return 'the journal is closed';
    if (this.#isStuck) return 'the journal’s disk hangs';
    return this.#pending >= MAX_PENDING ? 'too many decisions wait to be recorded' : null;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#flushing;
    clearInterval(this.#watch);
    await this.#segments.close();
  }

  async #flush(): Promise<void> {
    while (this.#batches.length > 0) {
      // What arrives in the same turn of the event loop goes into the same commit.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = this.#batches.shift();
      // A disk that hung has emptied the queue in the meantime.
      if (batch === undefined) break;
      const { size } = batch;
      this.#pending -= size;
      this.#committing = { sinceMs: performance.now(), batch };
      try {
        await this.#commit(batch.frame());
        this.counts.commits += 1;
        this.counts.decisions += size;
        batch.recorded();
      } catch (cause) {
        this.counts.failures += size;
        batch.notRecorded(new RecordingFailed('the journal could not be written', { cause }));
      }
      this.#committing = null;
      this.#isStuck = false;
      batch.clear();
      this.#empty = batch;
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
    const waiting = this.#batches;
    this.#batches = [];
    this.#pending = 0;
    // Its bytes are still being written; only those who wait for it are let go.
    committing.batch.notRecorded(error);
    for (const batch of waiting) batch.notRecorded(error);
  }

  async #commit(frame: Buffer): Promise<void> {
    try {
      const segment = await this.#segments.forBytes(frame.length);
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
    if (!isRolledBack || segment.durableBytes > 0) await this.#segments.giveUpCurrent();
    throw error;
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
      this.#flushing = this.#commit(new FrameDraft().finish()).then(
        () => this.options.log.info('the journal can be written again'),
        () => undefined,
      );
      await this.#flushing;
      this.#flushing = null;
      if (this.#batches.length > 0) this.#flushing = this.#flush();
    }
  }
}
