import { type FileHandle, open } from 'node:fs/promises';
import { decodeFrame, FRAME_MAX_BYTES, type Frame, findFrame } from './frame';

const WINDOW_BYTES = 2 * FRAME_MAX_BYTES;

/** Frames in order, and where reading goes on; `damagedBytes` were skipped on the way. */
export interface SegmentPart {
  readonly frames: readonly Frame[];
  readonly end: number;
  readonly damagedBytes: number;
  /** Nothing whole follows: the tail that a crash tore off, whose decisions were never answered. */
  readonly tornBytes: number;
}

/** Reads whole frames from `from` up to `to`, as many as a window holds. */
export async function readSegment(path: string, from: number, to: number): Promise<SegmentPart> {
  const file = await open(path, 'r');
  try {
    let damagedBytes = 0;
    let windowStart = from;
    while (windowStart < to) {
      const bytes = await readWindow(file, windowStart, Math.min(to, windowStart + WINDOW_BYTES));
      const first = findFrame(bytes, 0);
      if (first >= 0) {
        const frames = wholeFrames(bytes, first, windowStart);
        const end = frames.at(-1)?.end ?? windowStart;
        return { frames, end, damagedBytes: damagedBytes + first, tornBytes: 0 };
      }
      // A frame may begin in the last bytes of a window that is full.
      const skipped =
        windowStart + bytes.length >= to ? bytes.length : bytes.length - FRAME_MAX_BYTES;
      damagedBytes += skipped;
      windowStart += skipped;
    }
    return { frames: [], end: to, damagedBytes: 0, tornBytes: to - from };
  } finally {
    await file.close();
  }
}

function wholeFrames(bytes: Buffer, first: number, base: number): Frame[] {
  const frames: Frame[] = [];
  for (let at = first; ; ) {
    const frame = decodeFrame(bytes, at, base);
    if (frame === null) return frames;
    frames.push(frame);
    at = frame.end - base;
  }
}

async function readWindow(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
  return bytes.subarray(0, bytesRead);
}
