import { and, desc, eq, gt, inArray, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { auditEvents } from '@/db/schema/history';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { revokedBy } from '@/domain/base/endings';
import { reference } from '@/domain/base/input';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { decidedByHand } from '@/domain/credentials/decided-by-hand';
import { loadIdentityTarget } from '@/domain/targets/find-identity';
import { AS_BEFORE_REVOKE } from '@/domain/tokens/mark-revoked';
import { UNDO_SECONDS } from '@/domain/tokens/token-facts';
import { identityViewSchema, readIdentityView } from './identity-view';
import { permitOwners } from './permit-owners';
import { stopIdentity } from './stop-identity';

/**
 * Takes back that everything was stopped: only its own actor, only in the first 30 seconds, and only
 * while nothing else has been done to them since. Sessions and links stay ended.
 */
export const undoStop = defineCommand({
  operation: 'identities.undoStop',
  summary: 'Undo within 30 seconds that everything was stopped',
  http: { method: 'POST', path: '/identities/{identity}/undo-stop' },
  input: z.object({ identity: reference() }),
  output: z.object({ identity: identityViewSchema, restoredTokens: z.number() }),
  target: ({ db, input }) => loadIdentityTarget(db, input.identity),
  permit: (actor, target) => permitOwners(actor, target),
  async run({ tx, actor, target: { row } }) {
    const stop = await lastStop(tx, actor, row.id);
    if (!stop) {
      return refuse(
        'conflict',
        'undo_expired',
        `Nothing can be taken back: you did not stop ${row.name} in the last ${UNDO_SECONDS} seconds, or more was done since.`,
      );
    }
    const ended = revokedBy(stop);
    const restored = await tx
      .update(tokens)
      .set(AS_BEFORE_REVOKE)
      .where(
        and(
          inArray(tokens.id, ['', ...ended]),
          eq(tokens.state, 'revoked'),
          eq(tokens.revokedBy, actor.id),
        ),
      )
      .returning({ id: tokens.id });
    const ids = restored.map(({ id }) => id);
    const wasSuspended = stop.after?.suspended === true;
    if (wasSuspended) {
      await tx.update(identities).set({ state: 'active' }).where(eq(identities.id, row.id));
      await decidedByHand(tx, row.id);
    }
    return {
      value: {
        identity: await readIdentityView(tx, actor, row.id),
        restoredTokens: ids.length,
      },
      audit: {
        after: { restoredTokens: ids, resumed: wasSuspended, undoes: stop.id },
        affects: [row.id, ...ids],
      },
    };
  },
});

/** The stop that can be taken back, by the clock of the database: the last change there was of them. */
async function lastStop(tx: Transaction, actor: Actor, id: string) {
  const [last] = await tx
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.outcome, 'done'),
        or(eq(auditEvents.targetId, id), sql`${auditEvents.affects} @> array[${id}]`),
        gt(auditEvents.at, sql`clock_timestamp() - make_interval(secs => ${UNDO_SECONDS})`),
      ),
    )
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return last?.action === stopIdentity.operation && last.actorId === actor.id ? last : null;
}
