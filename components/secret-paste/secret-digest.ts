import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { findSecrets } from './secret-pattern';

/** As many secrets of one text are looked up. */
export const MAX_SECRETS = 5;

/**
 * What is sent of a pasted text: of each secret its SHA-256 (64 hexadecimal digits, a space between two),
 * which names the token and opens nothing. Not by Web Crypto, which plain HTTP lacks.
 */
export function withSecretHashed(text: string): string {
  const secrets = findSecrets(text).slice(0, MAX_SECRETS);
  if (secrets.length === 0) return text;
  return secrets.map((secret) => bytesToHex(sha256(utf8ToBytes(secret)))).join(' ');
}
