import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { findSecret } from './secret-pattern';

/**
 * What is sent of a pasted text: of a secret its SHA-256 (64 hexadecimal digits) alone, which names the
 * token and opens nothing. Not by Web Crypto, which plain HTTP lacks.
 */
export function withSecretHashed(text: string): string {
  const secret = findSecret(text);
  return secret ? bytesToHex(sha256(utf8ToBytes(secret))) : text;
}
