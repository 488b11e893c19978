import { z } from 'zod';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { verifyChain } from '@/domain/ledger/verify-chain';

/** Recomputes every hash of the audit log and says whether the chain holds. */
export const checkChain = defineQuery({
  operation: 'audit.verify',
  summary: 'Verify the hash chain of the audit log',
  http: { method: 'GET', path: '/audit/verify' },
  input: z.object({}),
  output: z.object({
    report: z.discriminatedUnion('holds', [
      z.object({ holds: z.literal(true), events: z.number(), headHash: z.string() }),
      z.object({
        holds: z.literal(false),
        seq: z.number(),
        id: z.string().nullable(),
        problem: z.enum(['gap', 'unlinked', 'altered', 'head_differs']),
        message: z.string(),
      }),
    ]),
  }),
  target: () => everything('system'),
  async run({ db }) {
    return { report: await verifyChain(db) };
  },
});
