import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

interface Asked {
  readonly challenge: string;
  readonly origin: string;
  readonly rpId: string;
  readonly counter: number;
  readonly isVerified?: boolean;
  readonly userHandle?: string;
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
const encode = (data: Buffer | string) => Buffer.from(data).toString('base64url');

/** COSE_Key of an ES256 public key (RFC 9053, 7.1.1), in CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
const coseKey = (x: Buffer, y: Buffer) =>
  Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), x, Buffer.from('225820', 'hex'), y]);

/** A passkey in memory, which signs what it is asked to, right or wrong (Web Authentication Level 3, 6.3.3). */
export function softAuthenticator() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = encode(randomBytes(16));
  return {
    id,
    publicKey: encode(coseKey(Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url'))),
    sign({ challenge, origin, rpId, counter, isVerified = true, userHandle }: Asked) {
      const client = JSON.stringify({ type: 'webauthn.get', challenge, origin });
      const tail = Buffer.alloc(5);
      tail.writeUInt8(isVerified ? 0x05 : 0x01, 0);
      tail.writeUInt32BE(counter, 1);
      const data = Buffer.concat([sha256(rpId), tail]);
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey);
      return {
        ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
        response: {
          ...{ clientDataJSON: encode(client), authenticatorData: encode(data) },
          ...{ signature: encode(signature), ...(userHandle && { userHandle }) },
        },
      };
    },
  };
}
