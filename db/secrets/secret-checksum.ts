import { crc32 } from 'node:zlib';

export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export const CHECKSUM_LENGTH = 6;

/** CRC-32 (IEEE 802.3) of the ASCII bytes, in base62, six digits: the end of every secret. */
export function secretChecksum(checked: string): string {
  let rest = crc32(checked);
  let digits = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    digits = BASE62[rest % BASE62.length] + digits;
    rest = Math.floor(rest / BASE62.length);
  }
  return digits;
}
