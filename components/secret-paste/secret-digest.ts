import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { findSecrets } from './secret-pattern';

/** As many secrets of one text are looked up at once. */
const MAX_SECRETS = 20;

/**
 * What is sent of a pasted text: of each secret its SHA-256 (64 hexadecimal digits, a space between two),
 * which names the token and opens nothing; with more of them than are looked up, how many more, as `+7`.
 * Not by Web Crypto, which plain HTTP lacks.
 */
export function withSecretHashed(text: string): string {
  const secrets = findSecrets(text);
  if (secrets.length === 0) return text;
  const digests = secrets.slice(0, MAX_SECRETS).map((one) => bytesToHex(sha256(utf8ToBytes(one))));
  const left = secrets.length - digests.length;
  return [...digests, ...(left > 0 ? [`+${left}`] : [])].join(' ');
}
