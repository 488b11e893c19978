import { type FileHandle, open } from 'node:fs/promises';
import { CallerUses } from './caller-uses';
import {
  beginsFrame,
  decodeFrame,
  FRAME_MAX_BYTES,
  type Frame,
  findFrame,
  segmentMark,
} from './frame';
import type { Segment } from './segment';

const WINDOW_BYTES = 2 * FRAME_MAX_BYTES;

/** What whole frames hold, and where reading goes on; `damagedBytes` were skipped on the way. */
export interface SegmentPart {
  /** Decision lines in order, in memory that the next call writes over. */
  readonly lines: Buffer;
  readonly uses: CallerUses;
  readonly end: number;
  readonly damagedBytes: number;
  /** A frame begins there that isn't whole: torn off by a crash, its decisions never answered. */
  readonly isTorn: boolean;
}

/**
 * Reads whole frames from `from` up to `to`, as many as a window holds. All calls share one memory:
 * megabytes that come and go each second would keep the collector busy.
 */
export class SegmentReader {
  #memory = Buffer.alloc(0);

  async read(
    { id, path }: Pick<Segment, 'id' | 'path'>,
    from: number,
    to: number,
  ): Promise<SegmentPart> {
    const mark = segmentMark(id);
    const file = await open(path, 'r');
    try {
      let damagedBytes = 0;
      let isTorn = false;
      let windowStart = from;
      while (windowStart < to) {
        const windowEnd = Math.min(to, windowStart + WINDOW_BYTES);
        const bytes = await this.#readWindow(file, windowStart, windowEnd);
        const first = findFrame(bytes, 0, mark);
        if (first >= 0) {
          const frames = wholeFrames(bytes, first, windowStart, mark);
          const end = frames.at(-1)?.end ?? windowStart;
          return {
            ...joined(frames, bytes),
            end,
            damagedBytes: damagedBytes + first,
            isTorn: false,
          };
        }
        if (windowStart === from) isTorn = beginsFrame(bytes, 0, mark);
        // A frame may begin in the last bytes of a window that is full.
        const isLast = windowStart + bytes.length >= to || bytes.length <= FRAME_MAX_BYTES;
        const skipped = isLast ? to - windowStart : bytes.length - FRAME_MAX_BYTES;
        damagedBytes += skipped;
        windowStart += skipped;
      }
      // Nothing whole follows: a torn frame, or what was never written to.
      return { ...joined([], this.#memory), end: to, damagedBytes: 0, isTorn };
    } finally {
      await file.close();
    }
  }

  async #readWindow(file: FileHandle, start: number, end: number): Promise<Buffer> {
    const length = end - start;
    if (this.#memory.length < length) this.#memory = Buffer.allocUnsafeSlow(length);
    const { bytesRead } = await file.read(this.#memory, 0, length, start);
    return this.#memory.subarray(0, bytesRead);
  }
}

function wholeFrames(bytes: Buffer, first: number, base: number, mark: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = first; ; ) {
    const frame = decodeFrame(bytes, at, base, mark);
    if (frame === null) return frames;
    frames.push(frame);
    at = frame.end - base;
  }
}

/**
 * Moves the lines of frames together, over what stands between them: hundreds of small pieces would
 * each take a system call, and wake Postgres.
 */
function joined(frames: readonly Frame[], bytes: Buffer): Pick<SegmentPart, 'lines' | 'uses'> {
  const uses = new CallerUses();
  let end = 0;
  for (const frame of frames) {
    // First, since the lines of frames to come are moved over them.
    uses.addText(frame.uses.toString('latin1'));
    end += frame.rows.copy(bytes, end);
  }
  return { lines: bytes.subarray(0, end), uses };
}
