import { closeSync, constants, openSync, readSync } from 'node:fs';
import { type FoundSecret, findSecrets, WIDEST_SECRET } from './find-secrets';

/** A secret and where in its text it stands, both from 1. The column counts bytes. */
export interface PlacedSecret {
  readonly secret: string;
  readonly line: number;
  readonly column: number;
}

const PART_BYTES = 1024 * 1024;
const NEWLINE = 10;

/** What turns out to be a pipe must not hold up the scan, nor a link lead out of what is scanned. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** The secrets of a file, read part by part: its size costs no memory. @throws what `open` and `read` do */
export function scanFile(path: string): PlacedSecret[] {
  const descriptor = openSync(path, OPEN_FLAGS);
  try {
    const found = [...findInParts(descriptor)];
    return found.length === 0 ? [] : placeAll(found, partsOf(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

/** The secrets in bytes that are at hand. */
export function scanBytes(bytes: Buffer): PlacedSecret[] {
  const found = findSecrets(bytes);
  return found.length === 0 ? [] : placeAll(found, [bytes]);
}

/** The secrets in a name: of a file, or of what Git has called one. */
export const secretsInName = (name: string): string[] =>
  name.includes('kw') ? findSecrets(Buffer.from(name)).map(({ secret }) => secret) : [];

/** One for all files: they are read one after the other. */
const part = Buffer.allocUnsafeSlow(PART_BYTES);

function* findInParts(descriptor: number): Generator<FoundSecret> {
  let kept = 0;
  for (let begin = 0; ; ) {
    const space = part.subarray(kept);
    const size = readSync(descriptor, space, 0, space.length, begin + kept);
    const bytes = part.subarray(0, kept + size);
    // A regular file is read short only where it ends.
    const isLast = size < space.length;
    // What begins in the overlap is seen whole with the next part.
    const upTo = isLast ? bytes.length : bytes.length - WIDEST_SECRET;
    for (const { offset, secret } of findSecrets(bytes)) {
      if (offset < upTo) yield { offset: begin + offset, secret };
    }
    if (isLast) return;
    bytes.copyWithin(0, upTo);
    begin += upTo;
    kept = bytes.length - upTo;
  }
}

function* partsOf(descriptor: number): Generator<Buffer> {
  for (let begin = 0; ; ) {
    const size = readSync(descriptor, part, 0, part.length, begin);
    if (size === 0) return;
    yield part.subarray(0, size);
    begin += size;
  }
}

/** Counts the lines up to each of them: once something was found, and not before. */
function placeAll(found: readonly FoundSecret[], parts: Iterable<Buffer>): PlacedSecret[] {
  const placed: PlacedSecret[] = [];
  let [begin, line, lineBegin] = [0, 1, 0];
  for (const bytes of parts) {
    let at = 0;
    for (let next = found[placed.length]; next; next = found[placed.length]) {
      const upTo = Math.min(next.offset - begin, bytes.length);
      for (let end = bytes.indexOf(NEWLINE, at); end !== -1 && end < upTo; ) {
        line += 1;
        lineBegin = begin + end + 1;
        end = bytes.indexOf(NEWLINE, end + 1);
      }
      at = upTo;
      if (upTo === bytes.length) break;
      placed.push({ secret: next.secret, line, column: next.offset - lineBegin + 1 });
    }
    begin += bytes.length;
  }
  return placed;
}
