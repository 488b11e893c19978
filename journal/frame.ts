import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * One group commit in a segment, little-endian: the segment's mark, bytes of the decision lines,
 * bytes of the use lines, number of decisions, CRC-32 (IEEE) of the latter three and the payload;
 * then the payload.
 */
export interface Frame {
  /** The offset after it in the segment. */
  readonly end: number;
  readonly rows: Buffer;
  readonly uses: Buffer;
}

const MARK_BYTES = 12;
const LENGTHS_AT = MARK_BYTES;
const CHECKSUM_AT = 24;
export const FRAME_HEADER_BYTES = 28;
/** Lines of one commit are cut off here; a frame is at most one line longer. */
export const FRAME_TARGET_BYTES = 1_048_576;
export const FRAME_MAX_BYTES = 4 * FRAME_TARGET_BYTES;

/**
 * What each frame of a segment begins with. It is of this segment alone: files are written over,
 * and what an earlier segment left in one must never be taken for decisions of the next.
 */
export const segmentMark = (segmentId: string): Buffer =>
  Buffer.concat([
    Buffer.from('KWJ2', 'latin1'),
    createHash('sha256').update(segmentId).digest().subarray(0, 8),
  ]);

// Of the lengths and the payload, without copying them together.
function checksum(frame: Buffer): number {
  const lengths = crc32(frame.subarray(LENGTHS_AT, CHECKSUM_AT));
  return (crc32(frame.subarray(FRAME_HEADER_BYTES)) ^ lengths) >>> 0;
}

const START_BYTES = 65_536;

/** A frame that is being filled. Lines are encoded as they come, so that none is kept as text. */
export class FrameDraft {
  #rowCount = 0;
  #bytes = Buffer.allocUnsafe(START_BYTES);
  #end = FRAME_HEADER_BYTES;

  get isFull(): boolean {
    return this.#end >= FRAME_TARGET_BYTES;
  }

  addRow(line: string): void {
    this.#rowCount += 1;
    this.#append(line);
  }

  /** The frame, but for its segment's mark. It shares its memory with the draft. */
  finish(uses = ''): Buffer {
    const rowsBytes = this.#end - FRAME_HEADER_BYTES;
    this.#append(uses);
    const frame = this.#bytes.subarray(0, this.#end);
    frame.writeUInt32LE(rowsBytes, LENGTHS_AT);
    frame.writeUInt32LE(frame.length - FRAME_HEADER_BYTES - rowsBytes, LENGTHS_AT + 4);
    frame.writeUInt32LE(this.#rowCount, LENGTHS_AT + 8);
    frame.writeUInt32LE(checksum(frame), CHECKSUM_AT);
    return frame;
  }

  /** Empties it for the next frame. */
  clear(): void {
    this.#rowCount = 0;
    this.#end = FRAME_HEADER_BYTES;
  }

  #append(text: string): void {
    // UTF-8 takes three bytes for a UTF-16 unit at most.
    const needed = this.#end + text.length * 3;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.#end);
      this.#bytes = grown;
    }
    this.#end += this.#bytes.write(text, this.#end);
  }
}

/** Makes a finished frame one of the segment with this mark. */
export function markFrame(frame: Buffer, mark: Buffer): void {
  mark.copy(frame);
}

/** The frame that begins at `at` of `bytes` (which begin at `base` of the segment), or null. */
export function decodeFrame(bytes: Buffer, at: number, base: number, mark: Buffer): Frame | null {
  if (!beginsFrame(bytes, at, mark)) return null;
  const rowsBytes = bytes.readUInt32LE(at + LENGTHS_AT);
  const end = at + FRAME_HEADER_BYTES + rowsBytes + bytes.readUInt32LE(at + LENGTHS_AT + 4);
  if (end > bytes.length || end - at > FRAME_MAX_BYTES) return null;
  if (checksum(bytes.subarray(at, end)) !== bytes.readUInt32LE(at + CHECKSUM_AT)) return null;
  const rowsStart = at + FRAME_HEADER_BYTES;
  return {
    end: base + end,
    rows: bytes.subarray(rowsStart, rowsStart + rowsBytes),
    uses: bytes.subarray(rowsStart + rowsBytes, end),
  };
}

/** Whether the header of a frame of this segment stands there, whole or not what follows it. */
export const beginsFrame = (bytes: Buffer, at: number, mark: Buffer): boolean =>
  at + FRAME_HEADER_BYTES <= bytes.length &&
  bytes.compare(mark, 0, MARK_BYTES, at, at + MARK_BYTES) === 0;

/** Where the next whole frame begins after damage; −1 where there is none in these bytes. */
export function findFrame(bytes: Buffer, from: number, mark: Buffer): number {
  for (let at = bytes.indexOf(mark, from); at >= 0; at = bytes.indexOf(mark, at + 1)) {
    if (decodeFrame(bytes, at, 0, mark) !== null) return at;
  }
  return -1;
}
