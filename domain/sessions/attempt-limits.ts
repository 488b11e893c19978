import type { Database } from '@/db/client';
import { type Limit, limitOf } from '@/domain/credentials/count-attempts';
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

const limit = (db: Database, name: string, points: number, key: string): Limit =>
  limitOf(db, { name, points, windowSeconds: WINDOW_SECONDS }, key);
