import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { identities, sessions } from '@/db/schema/identities';
import type { Actor } from '@/domain/base/actor';
import { looksLikeId } from '@/domain/base/ids';
import { notFound, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';

/** Ends one browser session: its next request is signed out. */
export const endSession = defineCommand({
  operation: 'sessions.end',
  summary: 'End a session',
  http: { method: 'POST', path: '/sessions/{session}/end' },
  input: z.object({ session: z.string().max(100) }),
  output: z.object({ id: z.string() }),
  async target({ db, input }) {
    if (!looksLikeId('session', input.session)) return notFound('session');
    const [row] = await db
      .select({ session: sessions, name: identities.name })
      .from(sessions)
      .innerJoin(identities, eq(identities.id, sessions.identityId))
      .where(eq(sessions.id, input.session))
      .for('update', { of: sessions });
    if (!row) return notFound('session');
    return {
      type: 'session' as const,
      id: row.session.id,
      name: `session of ${row.name}`,
      identityId: row.session.identityId,
      session: row.session,
    };
  },
  refusal: (_actor: Actor, { endedAt }: { readonly endedAt: Date | null }) =>
    endedAt === null
      ? null
      : refuse('conflict', 'session_ended', 'This session has already ended.'),
  view: ({ target }) => target.session,
  async run({ tx, target: { session } }) {
    await tx.update(sessions).set({ endedAt: sql`now()` }).where(eq(sessions.id, session.id));
    return {
      value: { id: session.id },
      audit: { before: { open: true }, after: { open: false }, affects: [] },
    };
  },
});
