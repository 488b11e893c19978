import * as zlib from 'node:zlib';
import crc32Package from 'crc-32';

/**
 * One group commit in a segment, little-endian: magic, bytes of the decision lines, bytes of the
 * use lines, number of decisions, CRC-32 (IEEE) of the latter three and the payload; then the payload.
 */
export interface Frame {
  /** Offsets in the segment. */
  readonly start: number;
  readonly end: number;
  readonly rowCount: number;
  readonly rows: Buffer;
  readonly uses: Buffer;
}

const MAGIC = 0x314a574b; // "KWJ1"
const MAGIC_BYTES = Buffer.from('KWJ1', 'latin1');
export const FRAME_HEADER_BYTES = 20;
/** Lines of one commit are cut off here; a frame is at most one line longer. */
export const FRAME_TARGET_BYTES = 1_048_576;
export const FRAME_MAX_BYTES = 4 * FRAME_TARGET_BYTES;

// The native one is in Node from 20.15 on.
const crc32: (bytes: Buffer) => number =
  'crc32' in zlib && typeof zlib.crc32 === 'function'
    ? (zlib.crc32 as (bytes: Buffer) => number)
    : (bytes) => crc32Package.buf(bytes) >>> 0;

export function encodeFrame(rows: string, uses: string, rowCount: number): Buffer {
  const rowsBytes = Buffer.byteLength(rows);
  const usesBytes = Buffer.byteLength(uses);
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + rowsBytes + usesBytes);
  frame.writeUInt32LE(MAGIC, 0);
  frame.writeUInt32LE(rowsBytes, 4);
  frame.writeUInt32LE(usesBytes, 8);
  frame.writeUInt32LE(rowCount, 12);
  frame.write(rows, FRAME_HEADER_BYTES);
  frame.write(uses, FRAME_HEADER_BYTES + rowsBytes);
  frame.writeUInt32LE(checksum(frame), 16);
  return frame;
}

// Of the lengths and the payload, without copying them together.
function checksum(frame: Buffer): number {
  const lengths = crc32(frame.subarray(4, 16));
  return (crc32(frame.subarray(FRAME_HEADER_BYTES)) ^ lengths) >>> 0;
}

/** The frame that begins at `at` of `bytes` (which begin at `base` of the segment), or null. */
export function decodeFrame(bytes: Buffer, at: number, base: number): Frame | null {
  if (at + FRAME_HEADER_BYTES > bytes.length || bytes.readUInt32LE(at) !== MAGIC) return null;
  const rowsBytes = bytes.readUInt32LE(at + 4);
  const end = at + FRAME_HEADER_BYTES + rowsBytes + bytes.readUInt32LE(at + 8);
  if (end > bytes.length || end - at > FRAME_MAX_BYTES) return null;
  if (checksum(bytes.subarray(at, end)) !== bytes.readUInt32LE(at + 16)) return null;
  const rowsStart = at + FRAME_HEADER_BYTES;
  return {
    start: base + at,
    end: base + end,
    rowCount: bytes.readUInt32LE(at + 12),
    rows: bytes.subarray(rowsStart, rowsStart + rowsBytes),
    uses: bytes.subarray(rowsStart + rowsBytes, end),
  };
}

/** Where the next whole frame begins after damage; −1 where there is none in these bytes. */
export function findFrame(bytes: Buffer, from: number): number {
  for (
    let at = bytes.indexOf(MAGIC_BYTES, from);
    at >= 0;
    at = bytes.indexOf(MAGIC_BYTES, at + 1)
  ) {
    if (decodeFrame(bytes, at, 0) !== null) return at;
  }
  return -1;
}
