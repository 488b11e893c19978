import { hash } from 'node:crypto';

/**
 * What a link of a chain hashes to, in lower-case hex: SHA-256 of the 32 raw bytes of the previous hash, then
 * the UTF-8 of the link's canonical JSON (RFC 8785).
 */
export const linkHash = (prevHash: string, canonical: string): string =>
  hash('sha256', Buffer.concat([Buffer.from(prevHash, 'hex'), Buffer.from(canonical)]), 'hex');
