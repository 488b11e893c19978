import { setTimeout as delay } from 'node:timers/promises';
import type { Decision } from '../decision/decision';
import { describeError, type Log } from '../log';
import { type Recorder, type Recording, RecordingFailed } from '../record/recorder';
import { Batch } from './batch';
import type { Folding } from './decision-line';
import { FRAME_TARGET_BYTES, FrameDraft } from './frame';
import { ActiveSegment, type Segment } from './segment';
import { SpareFiles } from './spare-files';

const MAX_PENDING = 50_000;
const MAX_SEGMENT_BYTES = 16_777_216;
const SEGMENTS_IN_JOURNAL = 8;
/** A journal that is used so much is worth a file written ahead. */
const BUSY_BYTES = 262_144;
const PROBE_MS = 500;
// A disk that hangs must not make callers hang: they are refused after this time.
const STUCK_MS = 2_000;

interface JournalOptions {
  readonly directory: string;
  readonly verifier: string;
  readonly maxBytes: number;
  readonly log: Log;
  /** Bytes on disk that segments of this journal take, the active one included. */
  segmentBytes(): number;
  /** A segment exists from now on, to be shipped as it grows. */
  onSegment(segment: Segment): void;
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
  readonly #limit: number;
  readonly #spareFiles: SpareFiles;
  /** In the order in which they are to be committed; the last is being filled. */
  #batches: Batch[] = [];
  #empty: Batch | null = null;
  #pending = 0;
  #committing: { readonly sinceMs: number; readonly batch: Batch } | null = null;
  #isStuck = false;
  readonly #watch = setInterval(() => this.#refuseWhenStuck(), STUCK_MS / 8).unref();
  #flushing: Promise<void> | null = null;
  #segment: ActiveSegment | null = null;
  #next: Promise<ActiveSegment | null> | null = null;
  #failure: Error | null = null;
  #isClosed = false;

  constructor(private readonly options: JournalOptions) {
    const { directory, maxBytes, log } = options;
    this.#limit = Math.min(MAX_SEGMENT_BYTES, Math.ceil(maxBytes / SEGMENTS_IN_JOURNAL));
    this.#spareFiles = new SpareFiles({
      directory,
      // Frames must fit in several times.
      bytes: this.#limit < 4 * FRAME_TARGET_BYTES ? 0 : this.#limit,
      // What is in use comes first.
      isRoomFor: (bytes) => this.bytesOnDisk + bytes <= maxBytes / 2,
      log,
    });
  }

  isHealthy(): boolean {
    return this.#failure === null && !this.#isStuck;
  }

  /** Why nothing can be recorded at the moment; null where all is well. */
  get failure(): Error | null {
    return this.#failure;
  }

  get bytesOnDisk(): number {
    const next = this.#next === null ? 0 : this.#limit;
    return this.options.segmentBytes() + this.#spareFiles.bytesOnDisk + next;
  }

  /** Keeps the file of a segment that was shipped; false where it isn't wanted. */
  keepFile(segment: Segment): Promise<boolean> {
    return this.#spareFiles.keep(segment);
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
    await this.#segment?.seal();
    this.#segment = null;
    const next = this.#next;
    this.#next = null;
    await (await next)?.discard();
    await this.#spareFiles.close();
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
    const current = this.#segment;
    if (current !== null && this.#isRoomIn(current, bytes)) return current;
    const next = (await this.#takeNext()) ?? (await this.#create(bytes));
    await current?.seal();
    this.#segment = next;
    this.options.onSegment(next);
    return next;
  }

  #isRoomIn(segment: ActiveSegment, bytes: number): boolean {
    if (segment.roomAhead > 0) {
      // The next is opened in time, for that takes a sync of the directory.
      if (segment.roomAhead < this.#limit / 2) this.#prepareNext();
      return segment.roomAhead >= bytes;
    }
    if (segment.durableBytes >= this.#limit) return false;
    if (segment.durableBytes >= BUSY_BYTES) {
      this.#prepareNext();
      if (this.#next !== null) return false;
    }
    this.#assertRoomFor(bytes);
    return true;
  }

  #create(bytes: number): Promise<ActiveSegment> {
    this.#assertRoomFor(bytes);
    return ActiveSegment.create(this.options.directory);
  }

  #assertRoomFor(bytes: number): void {
    if (this.bytesOnDisk + bytes > this.options.maxBytes) throw new Error('the journal is full');
  }

  #prepareNext(): void {
    this.#spareFiles.prepare();
    if (this.#spareFiles.isAtHand) this.#next ??= this.#overSpareFile();
  }

  async #takeNext(): Promise<ActiveSegment | null> {
    const next = (await this.#next) ?? (await this.#overSpareFile());
    this.#next = null;
    return next;
  }

  async #overSpareFile(): Promise<ActiveSegment | null> {
    const file = this.#spareFiles.take();
    try {
      return file && (await ActiveSegment.over(file, this.options.directory));
    } catch (error) {
      this.options.log.warn({ error: describeError(error) }, 'a spare journal file is given up');
      return null;
    }
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
