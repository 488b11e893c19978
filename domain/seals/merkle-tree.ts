import { hash } from 'node:crypto';

export const HASH_BYTES = 32;

/** `SHA-256(0x00 ‖ data)` (RFC 6962 section 2.1). */
export function leafHash(data: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(1 + data.length);
  bytes[0] = 0;
  data.copy(bytes, 1);
  return hash('sha256', bytes, 'buffer');
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(1 + 2 * HASH_BYTES);
  bytes[0] = 1;
  left.copy(bytes, 1);
  right.copy(bytes, 1 + HASH_BYTES);
  return hash('sha256', bytes, 'buffer');
}

/**
 * The root over leaf hashes, 32 bytes each, one after another (RFC 6962 section 2.1). Going up level by
 * level, with the odd one out carried, splits each tree at the largest power of two as the RFC does.
 */
export function treeRoot(leaves: Buffer): Buffer {
  const count = leaves.length / HASH_BYTES;
  if (count === 0 || !Number.isInteger(count)) throw new RangeError('no tree without whole leaves');
  let level = Array.from({ length: count }, (_, at) =>
    leaves.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at] as Buffer, level[at + 1]];
      above.push(right === undefined ? left : nodeHash(left, right));
    }
    level = above;
  }
  return level[0] as Buffer;
}
