import { eq } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { trustRuleScopes } from '@/db/schema/workloads';
import type { TrustRuleRow } from './rule-target';

/** The scopes that a rule's tokens are cut down to; null where they have all of the group. */
export async function restrictionOf(
  tx: Transaction,
  { id, restricted }: Pick<TrustRuleRow, 'id' | 'restricted'>,
): Promise<{ readonly id: string }[] | null> {
  if (!restricted) return null;
  return tx
    .select({ id: trustRuleScopes.scopeId })
    .from(trustRuleScopes)
    .where(eq(trustRuleScopes.ruleId, id));
}
