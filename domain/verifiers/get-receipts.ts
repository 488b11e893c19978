import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { auditEvents } from '@/db/schema/history';
import { receipts } from '@/db/schema/operating';
import { instantText, toInstantText } from '@/domain/base/instant';
import { notFound } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { readFleet } from './fleet';

/** Which verifiers have applied a change: the proof that a plug is pulled. */
export const getReceipts = defineQuery({
  operation: 'receipts.get',
  summary: 'Which verifiers have applied a change',
  http: { method: 'GET', path: '/receipts/{seq}' },
  input: z.object({ seq: z.coerce.number().int().positive() }),
  output: z.object({
    seq: z.number(),
    verifiers: z.array(
      z.object({
        name: z.string(),
        confirmed: z.boolean(),
        confirmedAt: instantText().nullable(),
        /** Milliseconds from the change to its confirmation. */
        latencyMs: z.number().nullable(),
        /** Until when an unconfirmed verifier may still answer from its cache. */
        staleUntil: instantText().optional(),
      }),
    ),
  }),
  target: () => everything('system'),
  // Whoever signed in may see that a change has arrived; it says nothing of what changed.
  permit: (actor) => (actor.kind === 'session' ? null : false),
  async run({ db, input }) {
    const [event] = await db
      .select({ atMs: sql<number>`extract(epoch from ${auditEvents.at})::float8 * 1000` })
      .from(auditEvents)
      .where(eq(auditEvents.seq, input.seq));
    if (!event) return notFound('change');
    const confirmations = new Map(
      (await db.select().from(receipts).where(eq(receipts.seq, input.seq))).map((receipt) => [
        receipt.verifierId,
        receipt.confirmedAt,
      ]),
    );
    const fleet = await readFleet(db);
    return {
      seq: input.seq,
      verifiers: fleet
        .filter((verifier) => verifier.state !== 'stopped' || confirmations.has(verifier.id))
        .map((verifier) => {
          const confirmedAt = confirmations.get(verifier.id) ?? null;
          const confirmed = verifier.appliedSeq >= input.seq;
          const staleUntilMs = verifier.heartbeatAt.getTime() + verifier.outageGraceSeconds * 1_000;
          return {
            name: verifier.name,
            confirmed,
            confirmedAt: confirmedAt && toInstantText(confirmedAt),
            latencyMs: confirmedAt && Math.max(0, Math.round(confirmedAt.getTime() - event.atMs)),
            ...(confirmed ? {} : { staleUntil: new Date(staleUntilMs).toISOString() }),
          };
        }),
    };
  },
});
