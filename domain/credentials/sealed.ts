import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What a sealed secret belongs to: it opens nowhere else. */
export interface SealedFor {
  /** What it is, e.g. `webhook secret`. */
  readonly kind: string;
  /** Of the row it lies in. */
  readonly id: string;
}

/** It was sealed under another server secret, for another row, or was changed since. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';

  constructor({ kind, id }: SealedFor, options?: ErrorOptions) {
    const why = 'the server’s secret has changed, or the row has';
    super(`the ${kind} of ${id} can’t be opened: ${why}`, options);
  }
}

const LABEL = 'keyward sealed secrets key v1';
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1.';

/** HKDF-SHA-256 (RFC 5869) of the server's secret, with a label of its own. */
const keyOf = (serverSecret: string) =>
  Buffer.from(hkdfSync('sha256', serverSecret, '', LABEL, KEY_BYTES));

/** Unambiguous whatever the parts hold: JSON escapes what could end one. */
const boundTo = ({ kind, id }: SealedFor) => Buffer.from(JSON.stringify([VERSION, kind, id]));

/**
 * Encrypts what must be used later and may be read by nobody else: AES-256-GCM (NIST SP 800-38D) with a
 * random nonce, under a key of the server's secret.
 * @returns `v1.` and base64url of nonce (12 bytes), ciphertext and tag (16 bytes)
 */
export function sealSecret(serverSecret: string, secret: string, owner: SealedFor): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(serverSecret), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(owner));
  const sealed = [nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return VERSION + Buffer.concat(sealed).toString('base64url');
}

/** @throws {SealBroken} */
export function openSealed(serverSecret: string, sealed: string, owner: SealedFor): string {
  const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
  const text = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
  if (!sealed.startsWith(VERSION) || bytes.length < NONCE_BYTES + TAG_BYTES) {
    throw new SealBroken(owner);
  }
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const cipher = createDecipheriv(CIPHER, keyOf(serverSecret), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(owner)).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([cipher.update(text), cipher.final()]).toString('utf8');
  } catch (cause) {
    throw new SealBroken(owner, { cause });
  }
}
