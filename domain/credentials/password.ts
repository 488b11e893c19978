import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './credential-facts';

// OWASP's minimum for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
// The library's default algorithm is argon2id.
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** 12 to 200 characters; length is what counts (NIST SP 800-63B, 5.1.1.2). */
export const newPassword = () =>
  z
    .string()
    .min(MIN_PASSWORD_LENGTH, `Use at least ${MIN_PASSWORD_LENGTH} characters.`)
    .max(MAX_PASSWORD_LENGTH);

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON2ID);

let unknownPersonHash: Promise<string> | undefined;

/** Checks a password; for an unknown person it takes as long and says no. */
export async function passwordMatches(stored: string | undefined, given: string): Promise<boolean> {
  unknownPersonHash ??= hashPassword('nobody has this password');
  const matches = await verify(stored ?? (await unknownPersonHash), given);
  return stored !== undefined && matches;
}
