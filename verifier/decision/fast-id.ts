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
  let id = prefix + digits + digit(14 | (byte(at) & 1)) + digit(byte(at + 1)) + digit(byte(at + 2));
  id += digit(((byte(at) & 2) << 3) | 8 | ((byte(at) >> 2) & 3));
  for (let next = at + 3; next < at + BYTES_PER_ID; next += 1) id += digit(byte(next));
  return id;
}

const byte = (at: number): number => pool[at] as number;
const digit = (value: number): string => ALPHABET[value & 31] as string;

/** 48 bits of milliseconds in ten base32 digits. */
function timeDigits(ms: number): string {
  let digits = '';
  for (let rest = ms, place = 0; place < 10; place += 1) {
    digits = digit(rest % 32) + digits;
    rest = Math.floor(rest / 32);
  }
  return digits;
}
