import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { leakPolicy } from '@/db/schema/leaks';
import { everything } from '@/domain/base/target';
import { defineCommand, defineQuery } from '@/domain/commands/define';

/** What becomes of a token that is reported as leaked: it ends for good, or until somebody has looked. */
export const ON_REPORT = ['revoke', 'suspend'] as const;

const viewSchema = z.object({ onReport: z.enum(ON_REPORT) });
export type LeakPolicy = z.output<typeof viewSchema>;

export async function readLeakPolicy(db: Queryable): Promise<LeakPolicy> {
  const [row] = await db.select({ onReport: leakPolicy.onReport }).from(leakPolicy);
  if (!row) throw new Error('the policy for leaks is missing: run `keyward migrate`');
  return row;
}

export const getLeakPolicy = defineQuery({
  operation: 'leaks.getPolicy',
  summary: 'Get what becomes of tokens that are reported as leaked',
  http: { method: 'GET', path: '/leaks/policy' },
  input: z.object({}),
  output: viewSchema,
  target: () => everything('system'),
  run: ({ db }) => readLeakPolicy(db),
});

export const setLeakPolicy = defineCommand({
  operation: 'leaks.setPolicy',
  summary: 'Set what becomes of tokens that are reported as leaked',
  http: { method: 'PUT', path: '/leaks/policy' },
  input: viewSchema,
  output: viewSchema,
  target: () => everything('system'),
  async run({ tx, input }) {
    const before = await readLeakPolicy(tx);
    await tx.update(leakPolicy).set({ ...input, updatedAt: sql`now()` });
    return { value: input, audit: { before: { ...before }, after: { ...input }, affects: [] } };
  },
});
