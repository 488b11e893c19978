import { parseTokenSecret, SECRET_LENGTH } from '@/domain/base/token-format';

export interface FoundSecret {
  /** Of its first byte. */
  readonly offset: number;
  readonly secret: string;
}

/** A byte of the secret follows this many bytes after the one before it: 2 in UTF-16. */
type Width = 1 | 2;

/** What every secret begins with: rare in other texts, and sought in one go for both kinds. */
const BEGINNING = Buffer.from('kw');
const WIDE_BEGINNING = Buffer.from('k\0w');
const UNDERSCORE = 0x5f;

/** How many bytes a secret takes at most: what a part of a file must overlap with the next. */
export const WIDEST_SECRET = SECRET_LENGTH * 2;

/**
 * The secrets in these bytes, whatever stands beside them: that the checksum holds by chance is one
 * case in 4 billion, so no word boundary is asked for, and `id_kwp_…` or `kwp_…1` hide nothing.
 */
export function findSecrets(bytes: Buffer): FoundSecret[] {
  const found = [...matches(bytes, BEGINNING, 1)];
  // Only UTF-16 has a NUL between two letters, and few files have one at all.
  if (bytes.includes(0)) found.push(...matches(bytes, WIDE_BEGINNING, 2));
  return found.sort((one, other) => one.offset - other.offset);
}

function* matches(bytes: Buffer, beginning: Buffer, width: Width): Generator<FoundSecret> {
  for (
    let offset = bytes.indexOf(beginning);
    offset !== -1;
    offset = bytes.indexOf(beginning, offset + 1)
  ) {
    if (bytes[offset + 3 * width] !== UNDERSCORE) continue;
    const read = parseTokenSecret(textAt(bytes, offset, width));
    if (read.ok) yield { offset, secret: read.secret };
  }
}

function textAt(bytes: Buffer, offset: number, width: Width): string {
  const letters = bytes.subarray(offset, offset + SECRET_LENGTH * width);
  const ascii = width === 1 ? letters : Buffer.from(letters.filter((_, at) => at % 2 === 0));
  return ascii.toString('latin1');
}
