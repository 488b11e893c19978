import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const POOL_BYTES = 8_192;
const BYTES_PER_ID = 15;

const pool = Buffer.allocUnsafe(POOL_BYTES);
let used = POOL_BYTES;
let digitsMs = Number.NaN;
let digits = '';

export const newDecisionId = (nowMs: number): string => fastId('dec_', nowMs);
export const newRequestId = (): string => fastId('req_', Date.now());

const CODES = Uint8Array.from(ALPHABET, (digit) => digit.charCodeAt(0));

/**
 * The same TypeID over a UUIDv7 (RFC 9562 section 5.7) as all other ids, made at a fraction of the
 * cost, for there are some with every answer.
 */
function fastId(prefix: 'dec_' | 'req_', nowMs: number): string {
  if (nowMs !== digitsMs) {
    digitsMs = nowMs;
    digits = timeDigits(nowMs);
  }
  if (used + BYTES_PER_ID > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const at = used;
  used += BYTES_PER_ID;
  // 80 bits in 16 digits: version 7 in the first four, the variant `10` in bits 16 and 17.
  const random = String.fromCharCode(
    code(14 | (byte(at) & 1)),
    code(byte(at + 1)),
    code(byte(at + 2)),
    code(((byte(at) & 2) << 3) | 8 | ((byte(at) >> 2) & 3)),
    code(byte(at + 3)),
    code(byte(at + 4)),
    code(byte(at + 5)),
    code(byte(at + 6)),
    code(byte(at + 7)),
    code(byte(at + 8)),
    code(byte(at + 9)),
    code(byte(at + 10)),
    code(byte(at + 11)),
    code(byte(at + 12)),
    code(byte(at + 13)),
    code(byte(at + 14)),
  );
  return prefix + digits + random;
}

const byte = (at: number): number => pool[at] as number;
const code = (value: number): number => CODES[value & 31] as number;

/** 48 bits of milliseconds in ten base32 digits. */
function timeDigits(ms: number): string {
  let digits = '';
  for (let rest = ms, place = 0; place < 10; place += 1) {
    digits = (ALPHABET[rest % 32] as string) + digits;
    rest = Math.floor(rest / 32);
  }
  return digits;
}
