import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import { and, eq, gt, isNotNull, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '@/db/client';
import type { JsonObject } from '@/db/schema/history';
import { idempotencyKeys } from '@/db/schema/operating';
import type { Context } from '@/domain/base/context';
import type { OperationName } from '@/domain/base/operation-names';
import { type Refusal, refuse } from '@/domain/base/refusal';

const KEPT_FOR_HOURS = 24;
const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');

/**
 * What tells two inputs of an operation apart: SHA-256 of their canonical JSON (RFC 8785). A document is
 * hashed by itself: as JSON each of its bytes would be a property of its own.
 */
export const hashInput = (input: object): string => {
  const fields = Object.entries(input).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? { sha256: sha256(value) } : value,
  ]);
  return sha256(canonicalize(Object.fromEntries(fields)) ?? '');
};

/** Tells, without telling anything of it, under which server secret a row was made. */
const mark = (serverSecret: string, salt: string) =>
  createHmac('sha256', serverSecret).update(`keyward retry mark ${salt}`).digest('base64url');

export interface Reservation {
  /** The answer of the first call, where this is a retry. */
  readonly replay: { readonly response: JsonObject; readonly seq: number } | null;
  readonly secretBytes: Buffer;
  /** Keeps the answer (never the secret) for later retries. */
  settle(response: JsonObject, seq: number): Promise<void>;
}

/**
 * Takes the caller's Idempotency-Key for this operation and input, waiting for a twin in flight. It
 * belongs to the session or token that sent it, and replays nothing to another.
 * A secret made under a key is HKDF(server secret, salt of the row, key): a retry derives it again,
 * yet the database alone, or with the server secret, can't, since only the key's hash is stored.
 */
export async function reserveIdempotencyKey(
  tx: Transaction,
  context: Context,
  operation: OperationName,
  input: unknown,
): Promise<Reservation | Refusal> {
  const key = context.idempotencyKey;
  if (key === undefined) {
    if (context.isRetry) return notKept();
    return { replay: null, secretBytes: randomBytes(32), settle: () => Promise.resolve() };
  }
  if (key.length < 1 || key.length > 255 || !/^[\x21-\x7e]+$/.test(key)) {
    return refuse(
      'invalid',
      'invalid_idempotency_key',
      'Idempotency-Key must be 1 to 255 visible ASCII characters, best a UUID.',
    );
  }
  const keySha256 = sha256(key);
  const inputSha256 = hashInput(Object(input));
  const saltOf = (random: string) => `${random}.${mark(context.serverSecret, random)}`;
  const { id: actorId, via } = context.actor;
  // A key belongs to one credential: a weaker token of the same identity must not replay it.
  const credentialId = via.id ?? actorId;
  const row = { actorId, credentialId, keySha256, operation, inputSha256 };
  const mine = and(
    eq(idempotencyKeys.credentialId, credentialId),
    eq(idempotencyKeys.keySha256, keySha256),
  );
  await tx.delete(idempotencyKeys).where(and(mine, sql`${idempotencyKeys.expiresAt} < now()`));
  const inserted = await tx
    .insert(idempotencyKeys)
    .values({
      ...row,
      secretSalt: saltOf(randomBytes(32).toString('base64url')),
      expiresAt: sql`now() + ${`${KEPT_FOR_HOURS} hours`}::interval`,
    })
    .onConflictDoNothing()
    .returning();
  const [stored] =
    inserted.length > 0 ? inserted : await tx.select().from(idempotencyKeys).where(mine);
  if (!stored) throw new Error('an idempotency key vanished while it was being reserved');
  if (stored.operation !== operation || stored.inputSha256 !== inputSha256) {
    return refuse(
      'conflict',
      'idempotency_key_reused',
      'This Idempotency-Key was already used for another request.',
    );
  }
  // Derived from another server secret it would be another secret, and one that opens nothing.
  if (stored.secretSalt !== saltOf(stored.secretSalt.split('.', 1)[0] ?? '')) {
    return refuse(
      'conflict',
      'idempotency_key_outdated',
      'The server’s secret was changed since this Idempotency-Key was used: look up what that request made, and use a new key.',
    );
  }
  const isAnswered = stored.response !== null && stored.seq !== null;
  if (context.isRetry && !isAnswered) return notKept();
  const secretBytes = Buffer.from(
    hkdfSync('sha256', context.serverSecret, stored.secretSalt, `keyward retry ${key}`, 32),
  );
  return {
    replay:
      stored.response === null || stored.seq === null
        ? null
        : { response: stored.response, seq: stored.seq },
    secretBytes,
    settle: async (response, seq) => {
      await tx.update(idempotencyKeys).set({ response, seq }).where(mine);
    },
  };
}

const notKept = () =>
  refuse(
    'unauthenticated',
    'invalid_token',
    'The token was rotated, and no answer is kept under this Idempotency-Key.',
  );

/** Whether the answer to a call of this operation is kept for this credential and key. It locks nothing. */
export async function isAnswerKept(
  db: Queryable,
  credentialId: string,
  key: string,
  operation: OperationName,
): Promise<boolean> {
  const kept = await db.$count(
    idempotencyKeys,
    and(
      eq(idempotencyKeys.credentialId, credentialId),
      eq(idempotencyKeys.keySha256, sha256(key)),
      eq(idempotencyKeys.operation, operation),
      isNotNull(idempotencyKeys.response),
      gt(idempotencyKeys.expiresAt, sql`now()`),
    ),
  );
  return kept > 0;
}
