import sodium from 'libsodium-wrappers';
import { DestinationProblem } from '../problem';

const PUBLIC_KEY_BYTES = 32;

/**
 * Encrypts for whoever has the private half: `crypto_box_seal` of libsodium, as GitHub wants it.
 * @param publicKey base64
 * @returns base64
 */
export async function sealForGithub(secret: string, publicKey: string): Promise<string> {
  await sodium.ready;
  const key = Buffer.from(publicKey, 'base64');
  if (key.byteLength !== PUBLIC_KEY_BYTES) {
    throw new DestinationProblem('GitHub gave a public key that is none of 32 bytes.');
  }
  return Buffer.from(sodium.crypto_box_seal(Buffer.from(secret), key)).toString('base64');
}
