import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { trustRules } from '@/db/schema/workloads';
import { looksLikeId } from '@/domain/base/ids';
import { isRefusal, notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { underCeilings } from '@/domain/policy/effective';
import { readCeilings } from '@/domain/policy/read-ceilings';
import { findIdentity, type IdentityRow } from '@/domain/targets/find-identity';
import { type GroupTarget, loadGroupTarget } from '@/domain/targets/group-target';

export type TrustRuleRow = typeof trustRules.$inferSelect;

export interface TrustRuleTarget extends Target {
  readonly type: 'trustRule';
  readonly id: string;
  readonly rule: TrustRuleRow;
}

/** Finds a rule by id or slug. */
export async function findTrustRule(
  db: Queryable,
  reference: string,
): Promise<TrustRuleRow | null> {
  const column = looksLikeId('trustRule', reference) ? trustRules.id : trustRules.slug;
  const [row] = await db.select().from(trustRules).where(eq(column, reference));
  return row ?? null;
}

export async function loadTrustRuleTarget(
  db: Queryable,
  reference: string,
): Promise<TrustRuleTarget | Refusal> {
  const rule = await findTrustRule(db, reference);
  return rule ? targetOf(rule) : notFound('trustRule');
}

/** A rule with its group, and the service account that its tokens act for. */
export interface HeldRule extends TrustRuleTarget {
  /** The group under today's ceilings, as minting wants it. */
  readonly row: GroupTarget['row'];
  readonly identity: IdentityRow;
}

/** The same, kept until commit: group first, then account and rule, as whatever mints locks them. */
export async function holdTrustRule(db: Queryable, reference: string): Promise<HeldRule | Refusal> {
  const found = await findTrustRule(db, reference);
  if (!found) return notFound('trustRule');
  const group = await loadGroupTarget(db, found.groupId, 'no key update');
  if (isRefusal(group)) return notFound('trustRule');
  const identity = await findIdentity(db, found.identityId, 'no key update');
  const [rule] = await db
    .select()
    .from(trustRules)
    .where(eq(trustRules.id, found.id))
    .for('no key update');
  if (!rule || isRefusal(identity)) return notFound('trustRule');
  const row = underCeilings(group.row, await readCeilings(db));
  return { ...targetOf(rule), row, identity };
}

const targetOf = (rule: TrustRuleRow): TrustRuleTarget => ({
  ...{ type: 'trustRule', id: rule.id, name: rule.name, groupIds: [rule.groupId], rule },
});
