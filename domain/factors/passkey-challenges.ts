import { randomBytes } from 'node:crypto';
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { passkeyChallenges } from '@/db/schema/factors';

const MINUTES = 5;

export type ChallengePurpose = 'sign-in' | 'prove' | 'register';

/** Gives out a challenge of 32 random bytes for five minutes, to a session or to somebody yet unknown. */
export async function makeChallenge(
  db: Database,
  purpose: ChallengePurpose,
  sessionId: string | null,
): Promise<string> {
  const challenge = randomBytes(32).toString('base64url');
  await db.delete(passkeyChallenges).where(lt(passkeyChallenges.expiresAt, sql`now()`));
  await db.insert(passkeyChallenges).values({
    ...{ challenge, purpose, sessionId },
    expiresAt: sql`now() + make_interval(mins => ${MINUTES})`,
  });
  return challenge;
}

/**
 * Takes back the challenge that an answer names. It is gone with that, whatever else is wrong.
 * @returns null where it was not given out for this, was taken already, or has run out
 */
export async function takeChallenge(
  db: Database,
  clientDataJson: string,
  purpose: ChallengePurpose,
  sessionId: string | null,
): Promise<string | null> {
  const challenge = challengeIn(clientDataJson);
  if (challenge === null) return null;
  const [taken] = await db
    .delete(passkeyChallenges)
    .where(
      and(
        eq(passkeyChallenges.challenge, challenge),
        eq(passkeyChallenges.purpose, purpose),
        sessionId === null
          ? isNull(passkeyChallenges.sessionId)
          : eq(passkeyChallenges.sessionId, sessionId),
        gt(passkeyChallenges.expiresAt, sql`now()`),
      ),
    )
    .returning({ challenge: passkeyChallenges.challenge });
  return taken?.challenge ?? null;
}

const clientData = z.object({ challenge: z.string().min(1).max(200) });

function challengeIn(clientDataJson: string): string | null {
  try {
    const text = Buffer.from(clientDataJson, 'base64url').toString('utf8');
    return clientData.parse(JSON.parse(text)).challenge;
  } catch {
    return null;
  }
}
