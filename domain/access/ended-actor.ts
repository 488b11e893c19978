import { and, eq, isNull, or, type SQL, sql, type Table } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { identities, sessions } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/kernel/actor';
import { type Refusal, refuse } from '@/domain/kernel/refusal';

/**
 * Refuses an actor whose session or token ended since the request began. Asked while the audit head is
 * locked: what ended it has committed by now, or comes after this change in the log. The actor that
 * this very transaction ends was alive when it did.
 */
export async function refuseEndedActor(tx: Transaction, actor: Actor): Promise<Refusal | null> {
  const { type, id } = actor.via;
  if (type === 'process' || id === null) return null;
  const living =
    type === 'session'
      ? await tx
          .select({ id: sessions.id })
          .from(sessions)
          .where(and(eq(sessions.id, id), or(isNull(sessions.endedAt), changedHere(sessions))))
      : await tx
          .select({ id: tokens.id })
          .from(tokens)
          .innerJoin(identities, eq(identities.id, tokens.identityId))
          .where(
            and(
              eq(tokens.id, id),
              or(eq(tokens.state, 'active'), changedHere(tokens)),
              or(eq(identities.state, 'active'), changedHere(identities)),
            ),
          );
  if (living.length > 0) return null;
  return type === 'session'
    ? refuse('unauthenticated', 'session_ended', 'Your session has ended. Sign in again.')
    : refuse('unauthenticated', 'invalid_token', 'The token is no longer valid.');
}

/** Whether the row was last written by this transaction. */
const changedHere = (table: Table): SQL =>
  sql`${table}.xmin::text = pg_current_xact_id()::xid::text`;
