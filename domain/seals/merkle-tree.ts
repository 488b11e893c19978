import { hash } from 'node:crypto';

export const HASH_BYTES = 32;

/** What is hashed at present, with its prefix: grown as needed, never shared across an `await`. */
let scratch = Buffer.allocUnsafe(4096);

/**
 * Hashes the first `length` bytes of `scratch`. As text a digest costs a third of what it does as a
 * buffer, whose memory is Node's own; and each decision is hashed twice.
 */
function writeHash(length: number, into: Buffer, at: number): void {
  into.write(hash('sha256', scratch.subarray(0, length), 'binary'), at, HASH_BYTES, 'latin1');
}

/** `SHA-256(0x00 ‖ data)` (RFC 6962 section 2.1). */
export function leafHash(data: Buffer): Buffer {
  const leaf = Buffer.allocUnsafe(HASH_BYTES);
  writeLeafHash(leaf, 0, data, 0, data.length);
  return leaf;
}

/** The same of `data` from `start` to `end`, with `rest` after it, written into a buffer at a place. */
export function writeLeafHash(
  into: Buffer,
  at: number,
  data: Buffer,
  start: number,
  end: number,
  rest?: Buffer,
): void {
  const length = 1 + end - start + (rest?.length ?? 0);
  if (length > scratch.length) scratch = Buffer.allocUnsafe(2 * length);
  scratch[0] = 0;
  data.copy(scratch, 1, start, end);
  rest?.copy(scratch, 1 + end - start);
  writeHash(length, into, at);
}

/**
 * The root over leaf hashes, 32 bytes each, one after another (RFC 6962 section 2.1). Going up level by
 * level, with the odd one out carried, splits each tree at the largest power of two as the RFC does.
 */
export function treeRoot(leaves: Buffer): Buffer {
  let count = leaves.length / HASH_BYTES;
  if (count === 0 || !Number.isInteger(count)) throw new RangeError('no tree without whole leaves');
  const level = Buffer.from(leaves);
  while (count > 1) {
    const pairs = count >> 1;
    for (let at = 0; at < pairs; at += 1) writeNodeHash(level, at);
    // Each hash goes where nothing is read any more.
    if (count % 2 === 1) level.copy(level, pairs * HASH_BYTES, (count - 1) * HASH_BYTES);
    count = pairs + (count % 2);
  }
  return Buffer.from(level.subarray(0, HASH_BYTES));
}

/** `SHA-256(0x01 ‖ left ‖ right)` of the pair at a place, written at that place of the level above. */
function writeNodeHash(level: Buffer, pair: number): void {
  scratch[0] = 1;
  level.copy(scratch, 1, 2 * pair * HASH_BYTES, 2 * (pair + 1) * HASH_BYTES);
  writeHash(1 + 2 * HASH_BYTES, level, pair * HASH_BYTES);
}
