import { describeError } from '@/db/describe-error';
import type { Log } from '@/domain/base/log';
import { FRAME_TARGET_BYTES } from './frame';
import { ActiveSegment, type Segment } from './segment';
import { SpareFiles } from './spare-files';

const MAX_SEGMENT_BYTES = 16_777_216;
const SEGMENTS_IN_JOURNAL = 8;
/** A journal that is used so much is worth a file written ahead. */
const BUSY_BYTES = 262_144;

export interface OpenSegmentsOptions {
  readonly directory: string;
  /** What the journal may take of the disk, all its files together. */
  readonly maxBytes: number;
  readonly log: Log;
  /** Bytes on disk that segments of this journal take, the open one included. */
  segmentBytes(): number;
  /** A segment exists from now on, to be shipped as it grows. */
  onSegment(segment: Segment): void;
}

/**
 * The segment that is written to, and the next, opened before it is needed. Each is of a bounded
 * length, and where there is a spare file it is written over.
 */
export class OpenSegments {
  readonly #limit: number;
  readonly #spareFiles: SpareFiles;
  #current: ActiveSegment | null = null;
  #next: Promise<ActiveSegment | null> | null = null;

  constructor(private readonly options: OpenSegmentsOptions) {
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

  /** What all files of the journal take, those written ahead included. */
  get bytesOnDisk(): number {
    const next = this.#next === null ? 0 : this.#limit;
    return this.options.segmentBytes() + this.#spareFiles.bytesOnDisk + next;
  }

  /** Keeps the file of a segment that was shipped; false where it isn't wanted. */
  keepFile(segment: Segment): Promise<boolean> {
    return this.#spareFiles.keep(segment);
  }

  /**
   * The segment that so many bytes are to be appended to.
   * @throws where the journal is full, or a file can't be made
   */
  async forBytes(bytes: number): Promise<ActiveSegment> {
    const current = this.#current;
    if (current !== null && this.#isRoomIn(current, bytes)) return current;
    const next = (await this.#takeNext()) ?? (await this.#create(bytes));
    await current?.seal();
    this.#current = next;
    this.options.onSegment(next);
    return next;
  }

  /** Ends the current segment: nothing more is appended to it. */
  async giveUpCurrent(): Promise<void> {
    const current = this.#current;
    this.#current = null;
    await current?.seal();
  }

  async close(): Promise<void> {
    await this.giveUpCurrent();
    const next = this.#next;
    this.#next = null;
    await (await next)?.discard();
    await this.#spareFiles.close();
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
}
