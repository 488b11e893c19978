import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { signInPolicy } from '@/db/schema/sso';
import { everything } from '@/domain/base/target';
import { defineCommand, defineQuery } from '@/domain/commands/define';

const policySchema = z.object({
  /** Who must have a second factor: nobody, whoever holds control-plane rights, or everybody. */
  secondFactor: z.enum(['nobody', 'privileged', 'everyone']),
  /** Whether a provider that says `mfa` in `amr` (RFC 8176) is taken at its word. */
  acceptsProviderFactor: z.boolean(),
});

async function readPolicy(db: Queryable): Promise<z.output<typeof policySchema>> {
  const [policy] = await db.select().from(signInPolicy);
  return {
    secondFactor: policy?.secondFactor ?? 'everyone',
    acceptsProviderFactor: policy?.acceptsProviderFactor ?? false,
  };
}

export const getFactorPolicy = defineQuery({
  operation: 'organisation.getFactors',
  summary: 'Get who must have a second factor',
  http: { method: 'GET', path: '/organisation/factors' },
  input: z.object({}),
  output: policySchema,
  target: () => everything('system'),
  run: ({ db }) => readPolicy(db),
});

/** Sets who must have a second factor. It holds at once, for people who are signed in as well. */
export const setFactorPolicy = defineCommand({
  operation: 'organisation.setFactors',
  summary: 'Set who must have a second factor',
  http: { method: 'PUT', path: '/organisation/factors' },
  needsProof: true,
  input: policySchema,
  output: policySchema,
  target: () => everything('system'),
  async run({ tx, input }) {
    await tx.select().from(signInPolicy).for('update');
    const before = await readPolicy(tx);
    await tx.update(signInPolicy).set({ ...input, updatedAt: sql`now()` });
    return { value: input, audit: { before, after: input, affects: [] } };
  },
});
