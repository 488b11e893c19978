import {
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { z } from 'zod';

/** A head of the log as it was at a time, signed: whoever keeps it can tell whether the log still holds it. */
export const checkpointSchema = z.object({
  seq: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** UTC with six digits of fraction. */
  at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
  /** Ed25519 (RFC 8032), base64url. */
  signature: z.string().regex(/^[\w-]{86}$/),
  /** The public key itself: `ed25519:` and its 32 bytes in base64url. */
  keyId: z.string().regex(/^ed25519:[\w-]{43}$/),
});
export type Checkpoint = z.output<typeof checkpointSchema>;

const SEED_BYTES = 32;
const LABEL = 'keyward audit checkpoint key v1';
const KEY_PREFIX = 'ed25519:';
/** DER around a seed (RFC 8410 section 7), since Node takes no bare one. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The signing key: a seed by HKDF-SHA-256 (RFC 5869) of the server's secret, with a label of its own. */
const signingKey = (serverSecret: string): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([
      PKCS8_ED25519,
      Buffer.from(hkdfSync('sha256', serverSecret, '', LABEL, SEED_BYTES)),
    ]),
    format: 'der',
    type: 'pkcs8',
  });

/** By what name checkpoints carry the key of this server. */
export const keyIdOf = (serverSecret: string): string =>
  KEY_PREFIX + (createPublicKey(signingKey(serverSecret)).export({ format: 'jwk' }).x ?? '');

/** Exactly these bytes are signed; docs/audit-chain.md says so. */
const signedBytes = ({ seq, hash, at }: Pick<Checkpoint, 'seq' | 'hash' | 'at'>): Buffer =>
  Buffer.from(`keyward audit checkpoint v1\n${seq}\n${hash}\n${at}\n`, 'utf8');

export interface Signature {
  /** Ed25519 (RFC 8032), base64url. */
  readonly signature: string;
  readonly keyId: string;
}

/** Signs with the key of this server. */
export const signBytes = (serverSecret: string, bytes: Buffer): Signature => ({
  signature: sign(null, bytes, signingKey(serverSecret)).toString('base64url'),
  keyId: keyIdOf(serverSecret),
});

/** Whether these bytes are signed by the key that is named. */
export function isSignatureOf(bytes: Buffer, { signature, keyId }: Signature): boolean {
  const x = keyId.slice(KEY_PREFIX.length);
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, bytes, key, Buffer.from(signature, 'base64url'));
}

export function signCheckpoint(
  serverSecret: string,
  head: Pick<Checkpoint, 'seq' | 'hash' | 'at'>,
): Checkpoint {
  const { seq, hash, at } = head;
  return { seq, hash, at, ...signBytes(serverSecret, signedBytes(head)) };
}

/** Whether the checkpoint is signed by the key it names. */
export const isSigned = (checkpoint: Checkpoint): boolean =>
  isSignatureOf(signedBytes(checkpoint), checkpoint);
