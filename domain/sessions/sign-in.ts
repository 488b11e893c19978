import { eq, sql } from 'drizzle-orm';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { identities, passwords } from '@/db/schema/identities';
import { withholdSecrets } from '@/db/secrets/withhold-secrets';
import { appendEvent } from '@/domain/audit/append-event';
import type { Actor } from '@/domain/kernel/actor';
import type { Context } from '@/domain/kernel/context';
import { soughtText } from '@/domain/kernel/input';
import { type Refusal, refuse } from '@/domain/kernel/refusal';
import { runCommand } from '@/domain/kernel/run';
import { createSession } from './create-session';
import { passwordMatches } from './password';

const WINDOW_SECONDS = 15 * 60;
const FAILURES_PER_EMAIL_AND_ADDRESS = 5;
const FAILURES_PER_ADDRESS = 30;
/** From all addresses together: high, or anybody could lock an administrator out from one. */
const FAILURES_PER_EMAIL = 100;
const credentials = z.object({ email: soughtText(254), password: z.string().max(200) });
const wrong = () =>
  refuse('unauthenticated', 'wrong_credentials', 'The email or the password is wrong.');

export interface SignedIn {
  readonly ok: true;
  readonly sessionId: string;
  readonly identity: { readonly id: string; readonly name: string };
}

/**
 * Signs a person in with a local password. In 15 minutes one address may fail 5 times for an email and
 * 30 times in all, and an email 100 times from everywhere; then a wait. All failures read the same.
 */
export async function signIn(
  context: Pick<Context, 'db' | 'request' | 'serverSecret'>,
  rawInput: unknown,
): Promise<SignedIn | Refusal> {
  const { db, request } = context;
  const parsed = credentials.safeParse(rawInput);
  if (!parsed.success) return wrong();
  // What was typed is kept as the key of a limit: a password field is not the only wrong place.
  const email = withholdSecrets(parsed.data.email.trim().toLowerCase());
  const address = request.ip ?? 'unknown';
  const limits = [
    {
      limiter: limiterOf(db, 'sign-in-pair', FAILURES_PER_EMAIL_AND_ADDRESS),
      key: `${address} ${email}`,
    },
    { limiter: limiterOf(db, 'sign-in-ip', FAILURES_PER_ADDRESS), key: address },
    { limiter: limiterOf(db, 'sign-in-email', FAILURES_PER_EMAIL), key: email },
  ];
  for (const { limiter, key } of limits) {
    const waitSeconds = await take(limiter, key);
    if (waitSeconds > 0) {
      return {
        ...refuse('throttled', 'too_many_attempts', 'Too many attempts. Wait and try again.'),
        retryAfterSeconds: waitSeconds,
      };
    }
  }
  const [row] = await db
    .select({ identity: identities, hash: passwords.hash })
    .from(identities)
    .leftJoin(passwords, eq(passwords.identityId, identities.id))
    .where(eq(sql`lower(${identities.email})`, email));
  const matches = await passwordMatches(row?.hash ?? undefined, parsed.data.password);
  if (!row) return wrong();
  const actor = signingIn(row.identity);
  if (!matches || row.identity.state !== 'active') {
    const { id, name } = row.identity;
    await db.transaction((tx) =>
      appendEvent(tx, {
        actor,
        group: null,
        action: createSession.operation,
        target: { type: 'identity', id, name },
        outcome: 'denied',
        entry: { reason: matches ? 'identity_suspended' : 'wrong_password', affects: [] },
        request,
      }),
    );
    return wrong();
  }
  const created = await runCommand(
    createSession,
    { ...context, actor },
    { identityId: row.identity.id },
  );
  if (!created.ok) return created;
  // Only failures count: many people may sign in from one office.
  for (const { limiter, key } of limits) await limiter.reward(key);
  return { ok: true, sessionId: created.value.id, identity: row.identity };
}

const signingIn = (identity: { id: string; name: string }): Actor => ({
  type: 'person',
  id: identity.id,
  name: identity.name,
  via: { type: 'process', id: null },
  group: null,
  grants: new Map([[createSession.operation, null]]),
  memberOf: new Map(),
  leadOf: new Map(),
  isFixed: true,
});

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

/** Counts one attempt. @returns seconds to wait, 0 where it may go on */
async function take(limiter: RateLimiterPostgres, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refused) {
    if (refused instanceof RateLimiterRes)
      return Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
    throw refused;
  }
}
