import { type SQLWrapper, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import type { Ceilings } from '@/domain/policy/effective';
import { type LimitsSql, least } from '@/domain/policy/policy-sql';
import { readCeilings } from '@/domain/policy/read-ceilings';
import {
  type Consequences,
  consequencesSchema,
  type Listed,
  listedInput,
  policyConsequences,
} from '@/domain/tokens/policy-consequences';
import { organisationPolicySchema } from './ceilings';

/** What saving other ceilings would do to living tokens: shown before they are saved, changes nothing. */
export const previewOrganisationPolicy = defineQuery({
  operation: 'organisation.previewPolicy',
  summary: 'Preview other ceilings over all groups’ policies',
  http: { method: 'POST', path: '/organisation/policy/preview' },
  input: z.object({ policy: organisationPolicySchema.partial(), ...listedInput }),
  output: consequencesSchema,
  target: () => everything('system'),
  run: async ({ db, input }) =>
    consequencesOf(db, { ...(await readCeilings(db)), ...input.policy }, input),
});

/** What these ceilings would do to all tokens as they are. */
export function consequencesOf(
  db: Queryable,
  ceilings: Ceilings,
  listed?: Listed,
): Promise<Consequences> {
  const under = (own: SQLWrapper, ceiling: number | null) => least(own, sql`${ceiling}::int`);
  const limits: LimitsSql = {
    maxTtlSeconds: under(groups.maxTtlSeconds, ceilings.maxTtlSeconds),
    idleLimitSeconds: under(groups.idleLimitSeconds, ceilings.idleLimitSeconds),
    rotationPeriodSeconds: under(groups.rotationPeriodSeconds, ceilings.rotationPeriodSeconds),
    cidrs: [sql`${groups.allowedCidrs}`, sql`${sql.param(ceilings.allowedCidrs)}::text[]`],
  };
  return policyConsequences(db, limits, undefined, listed);
}
