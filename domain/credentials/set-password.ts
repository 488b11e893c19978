import { sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { passwords } from '@/db/schema/identities';
import { hashPassword } from './password';

/** Stores a new password (argon2id), replacing the old one. */
export async function setPassword(
  tx: Transaction,
  identityId: string,
  password: string,
): Promise<void> {
  await storePasswordHash(tx, identityId, await hashPassword(password));
}

/** The same, of a password hashed already: for when the transaction may not wait for the hash. */
export async function storePasswordHash(
  tx: Transaction,
  identityId: string,
  hash: string,
): Promise<void> {
  await tx
    .insert(passwords)
    .values({ identityId, hash })
    .onConflictDoUpdate({ target: passwords.identityId, set: { hash, updatedAt: sql`now()` } });
}
