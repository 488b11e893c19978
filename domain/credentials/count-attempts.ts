import { createHash } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '@/db/client';

/** A counter of attempts, kept in the database for all processes. */
export interface Limit {
  readonly limiter: RateLimiterPostgres;
  readonly key: string;
}

interface Counter {
  /** Of the counter: its key says what is counted, and only its hash is stored. */
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
}

export const limitOf = (db: Database, counter: Counter, key: string): Limit => ({
  ...{ limiter: limiterOf(db, counter), key: sha256(key) },
});

/** Counts one attempt. @returns seconds to wait, 0 where it may go on */
export async function countAttempt(limits: readonly Limit[]): Promise<number> {
  for (const { limiter, key } of limits) {
    try {
      await limiter.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
    }
  }
  return 0;
}

/** Takes an attempt back that succeeded: only failures count, for many come from one office. */
export async function forgiveAttempt(limits: readonly Limit[]): Promise<void> {
  for (const { limiter, key } of limits) await limiter.reward(key);
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

const limiters = new WeakMap<Database, Map<string, RateLimiterPostgres>>();

function limiterOf(db: Database, { name, points, windowSeconds }: Counter): RateLimiterPostgres {
  const ofDatabase = limiters.get(db) ?? new Map<string, RateLimiterPostgres>();
  limiters.set(db, ofDatabase);
  const found = ofDatabase.get(name);
  if (found) return found;
  const made = new RateLimiterPostgres({
    storeClient: db.$client,
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points,
    duration: windowSeconds,
  });
  ofDatabase.set(name, made);
  return made;
}
