import * as crypto from 'node:crypto';
import { hashTokenSecret } from '@/domain/base/token-format';

/** `hashTokenSecret` in hex, in one call where Node has it (20.12 and newer). */
export const hashSecretHex: (secret: string) => string =
  'hash' in crypto && typeof crypto.hash === 'function'
    ? (secret) => crypto.hash('sha256', secret, 'hex')
    : (secret) => hashTokenSecret(secret).toString('hex');
