import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import { reference } from '@/domain/base/input';
import { isRefusal } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { type Ceilings, underCeilings } from '@/domain/policy/effective';
import type { LimitsSql } from '@/domain/policy/policy-sql';
import { readCeilings } from '@/domain/policy/read-ceilings';
import { loadGroupTarget } from '@/domain/targets/group-target';
import {
  type Consequences,
  consequencesSchema,
  type Listed,
  listedInput,
  policyConsequences,
} from '@/domain/tokens/policy-consequences';
import { type Policy, policyOf, policySchema } from './policy';
import { refuseAboveCeilings } from './within-ceilings';

/** What saving another policy would do to living tokens: shown before it is saved, changes nothing. */
export const previewPolicy = defineQuery({
  operation: 'groups.previewPolicy',
  summary: 'Preview another policy of a group',
  http: { method: 'POST', path: '/groups/{group}/policy/preview' },
  input: z.object({ group: reference(), policy: policySchema.partial(), ...listedInput }),
  output: consequencesSchema,
  target: ({ db, input }) => loadGroupTarget(db, input.group),
  async run({ db, input, target: { id, row } }) {
    const ceilings = await readCeilings(db);
    const above = await refuseAboveCeilings(db, input.policy, policyOf(row), ceilings);
    if (isRefusal(above)) return above;
    return consequencesOf(db, id, { ...policyOf(row), ...input.policy }, ceilings, input);
  },
});

/** What this policy would do to the tokens of a group as they are. */
export function consequencesOf(
  db: Queryable,
  groupId: string,
  policy: Policy,
  ceilings: Ceilings,
  listed?: Listed,
): Promise<Consequences> {
  const held = underCeilings(policy, ceilings);
  const limits: LimitsSql = {
    maxTtlSeconds: sql`${held.maxTtlSeconds}::int`,
    idleLimitSeconds: sql`${held.idleLimitSeconds}::int`,
    rotationPeriodSeconds: sql`${held.rotationPeriodSeconds}::int`,
    cidrs: [held.allowedCidrs, ceilings.allowedCidrs].map(
      (list) => sql`${sql.param(list)}::text[]`,
    ),
  };
  return policyConsequences(db, limits, eq(tokens.groupId, groupId), listed);
}
