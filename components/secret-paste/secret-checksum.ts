const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKED_LENGTH = 34;
/** CRC-32 (IEEE 802.3), bits reversed. */
const POLYNOMIAL = 0xed_b8_83_20;

function crc32(ascii: string): number {
  let crc = 0xff_ff_ff_ff;
  for (let at = 0; at < ascii.length; at += 1) {
    crc ^= ascii.charCodeAt(at);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
  }
  return ~crc >>> 0;
}

/** Whether the last six characters of what has the form of a secret are those that the rest asks for. */
export function hasItsChecksum(secret: string): boolean {
  let rest = crc32(secret.slice(0, CHECKED_LENGTH));
  let digits = '';
  while (digits.length < secret.length - CHECKED_LENGTH) {
    digits = BASE62[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits === secret.slice(CHECKED_LENGTH);
}
