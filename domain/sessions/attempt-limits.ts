import { createHash } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '@/db/client';
import { networkOf } from '@/domain/decision/network';

const WINDOW_SECONDS = 15 * 60;
const FAILURES_PER_PAIR = 5;
const FAILURES_PER_NETWORK = 30;
/** From all unknown networks together: high, or anybody could lock somebody out from one. */
const FAILURES_PER_EMAIL = 100;

/** Who tries a password: from which network, and what is known of it. */
export interface Attempt {
  /** The person's id, or the email of nobody; hashed, since people type secrets into the wrong field. */
  readonly subject: string;
  readonly ip: string | null;
  /** The device that has signed this person in before; null for any other. */
  readonly deviceId: string | null;
  /** Whether this person has signed in from this network lately. */
  readonly isKnownNetwork: boolean;
}

export interface Limit {
  readonly limiter: RateLimiterPostgres;
  readonly key: string;
}

/**
 * The counters of failures an attempt is under, 15 minutes each: a network 5 for an email and 30 in
 * all, an email 100 from everywhere. Who is known has counters of their own that strangers can't fill:
 * a known device 5 for its person, a known network all but the last.
 */
export function limitsFor(db: Database, attempt: Attempt): Limit[] {
  const { subject, deviceId } = attempt;
  if (deviceId !== null) {
    return [limit(db, 'sign-in-device', FAILURES_PER_PAIR, `${deviceId} ${subject}`)];
  }
  const network = networkOf(attempt.ip);
  const ofNetwork = [
    limit(db, 'sign-in-pair', FAILURES_PER_PAIR, `${network} ${subject}`),
    limit(db, 'sign-in-ip', FAILURES_PER_NETWORK, network),
  ];
  return attempt.isKnownNetwork
    ? ofNetwork
    : [...ofNetwork, limit(db, 'sign-in-email', FAILURES_PER_EMAIL, subject)];
}

/** The counter of wrong current passwords of somebody who changes theirs. */
export const limitsForChange = (db: Database, identityId: string): Limit[] => [
  limit(db, 'password-change', FAILURES_PER_PAIR, identityId),
];

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

/** Takes an attempt back that succeeded: only failures count, for many sign in from one office. */
export async function forgiveAttempt(limits: readonly Limit[]): Promise<void> {
  for (const { limiter, key } of limits) await limiter.reward(key);
}

function limit(db: Database, name: string, points: number, key: string): Limit {
  return { limiter: limiterOf(db, name, points), key: sha256(key) };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

const limiters = new WeakMap<Database, Map<string, RateLimiterPostgres>>();

function limiterOf(db: Database, keyPrefix: string, points: number): RateLimiterPostgres {
  const ofDatabase = limiters.get(db) ?? new Map<string, RateLimiterPostgres>();
  limiters.set(db, ofDatabase);
  const found = ofDatabase.get(keyPrefix);
  if (found) return found;
  const made = new RateLimiterPostgres({
    storeClient: db.$client,
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix,
    points,
    duration: WINDOW_SECONDS,
  });
  ofDatabase.set(keyPrefix, made);
  return made;
}
