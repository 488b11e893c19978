import { hash, hkdfSync, randomBytes } from 'node:crypto';
import { BASE62, CHECKSUM_LENGTH, secretChecksum } from '@/db/secrets/secret-checksum';

export type TokenKind = 'personal' | 'service';

export type ParsedTokenSecret =
  | { readonly ok: true; readonly kind: TokenKind; readonly secret: string }
  | { readonly ok: false };

export interface TokenHint {
  /** `kwp_` or `kws_`. */
  readonly prefix: string;
  /** The first and last four characters of the 36 that follow the prefix. */
  readonly first4: string;
  readonly last4: string;
}

const PREFIXES: Record<TokenKind, string> = { personal: 'kwp_', service: 'kws_' };
const PREFIX_LENGTH = 4;
const RANDOM_LENGTH = 30;
const CHECKED_LENGTH = PREFIX_LENGTH + RANDOM_LENGTH;
export const SECRET_LENGTH = CHECKED_LENGTH + CHECKSUM_LENGTH;
/** Bytes from here on are thrown away: 248 is the largest multiple of 62 that a byte can hold. */
const FIRST_REJECTED_BYTE = 248;
const BLOCK_BYTES = 48;
const MINIMUM_SEED_BYTES = 32;

const SHAPE = /^kw[ps]_[0-9A-Za-z]{36}$/;

/**
 * A new secret: prefix, 30 unbiased base62 characters (178 bits), 6 of checksum.
 * @param randomness gives that many random bytes; replaced in tests only
 */
export function generateTokenSecret(
  kind: TokenKind,
  randomness: (sizeBytes: number) => Uint8Array = randomBytes,
): string {
  return assemble(kind, () => randomness(BLOCK_BYTES));
}

/**
 * The secret that these bytes stand for: always the same one, so that an idempotent retry can show
 * it again although only its hash is stored. Blocks of HKDF-SHA-256 (RFC 5869; info
 * `keyward token secret/<kind>/<block number>`) feed the same rejection sampling as fresh ones.
 * @param bytes at least 32 bytes of key material that nobody else can derive
 * @throws RangeError when there are fewer
 */
export function tokenSecretFromBytes(kind: TokenKind, bytes: Uint8Array): string {
  if (bytes.length < MINIMUM_SEED_BYTES) {
    throw new RangeError(
      `A token secret needs at least ${MINIMUM_SEED_BYTES} bytes to derive from.`,
    );
  }
  return assemble(kind, (block) =>
    Buffer.from(
      hkdfSync('sha256', bytes, '', `keyward token secret/${kind}/${block}`, BLOCK_BYTES),
    ),
  );
}

/** Whether a text is shaped like a secret and its checksum holds: cheap, total, asks nobody. */
export function parseTokenSecret(text: string): ParsedTokenSecret {
  if (text.length !== SECRET_LENGTH || !SHAPE.test(text)) return { ok: false };
  if (secretChecksum(text.slice(0, CHECKED_LENGTH)) !== text.slice(CHECKED_LENGTH))
    return { ok: false };
  return { ok: true, kind: text[2] === 'p' ? 'personal' : 'service', secret: text };
}

/** SHA-256 of the whole secret, 32 bytes: the only form of it that is stored. */
export function hashTokenSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** What may be shown of a secret after it was made. */
export function tokenHint(secret: string): TokenHint {
  return {
    prefix: secret.slice(0, PREFIX_LENGTH),
    first4: secret.slice(PREFIX_LENGTH, PREFIX_LENGTH + 4),
    last4: secret.slice(-4),
  };
}

function assemble(kind: TokenKind, nextBlock: (block: number) => Uint8Array): string {
  let text = PREFIXES[kind];
  for (let block = 0; text.length < CHECKED_LENGTH; block += 1) {
    for (const byte of nextBlock(block)) {
      if (text.length === CHECKED_LENGTH) break;
      if (byte < FIRST_REJECTED_BYTE) text += BASE62[byte % BASE62.length];
    }
  }
  return text + secretChecksum(text);
}
