import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { sessions } from '@/db/schema/identities';
import { spentJwts } from '@/db/schema/workloads';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadProvider } from './provider-target';
import { MAX_SID, MAX_SUBJECT } from './received-person';

/** Ends the sessions that a provider says have ended there; each logout token is good once. */
export const endByProvider = defineCommand({
  operation: 'sessions.endByProvider',
  summary: 'End sessions on the word of a provider',
  input: z.object({
    provider: z.string().max(100),
    /** Null: whoever has the session of this `sid`. */
    subject: z.string().max(MAX_SUBJECT).nullable(),
    /** Null: all sessions of the subject. */
    sid: z.string().max(MAX_SID).nullable(),
    /** SHA-256, hex. */
    jtiSha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** Of the logout token, seconds since 1970. */
    exp: z.number(),
  }),
  output: z.object({ ended: z.number() }),
  target: ({ db, input }) => loadProvider(db, input.provider),
  async run({ tx, input, target: { row } }) {
    const { subject, sid, jtiSha256, exp } = input;
    const spent = await tx
      .insert(spentJwts)
      .values({
        ...{ issuer: row.issuer, jwtSha256: jtiSha256 },
        expiresAt: sql`to_timestamp(${exp}) + interval '10 minutes'`,
      })
      .onConflictDoNothing()
      .returning();
    if (spent.length === 0) return refuse('conflict', 'jwt_replayed', 'It was taken before.');
    const ofSid = sid === null ? undefined : eq(sessions.ssoSid, sid);
    const ended = await tx
      .update(sessions)
      .set({ endedAt: sql`now()` })
      .where(
        and(
          eq(sessions.ssoProviderId, row.id),
          isNull(sessions.endedAt),
          subject === null ? undefined : eq(sessions.ssoSubject, subject),
          // A provider may have told no `sid` when it signed in whom it names now.
          subject === null ? ofSid : ofSid && or(ofSid, isNull(sessions.ssoSid)),
        ),
      )
      .returning({ id: sessions.id });
    return {
      value: { ended: ended.length },
      audit: { after: { subject, sid, endedSessions: ended.map(({ id }) => id) }, affects: [] },
    };
  },
});
