import type { Transaction } from '@/db/client';
import { tokensNeedSecondPerson } from '@/domain/authority/provisions-administrators';
import type { Actor } from '@/domain/base/actor';
import { invalid, type Refusal, refuse } from '@/domain/base/refusal';
import type { IdentityRow } from '@/domain/targets/find-identity';
import type { GroupTarget } from '@/domain/targets/group-target';
import { hasLivingMembership, refuseMintingEscalation } from '@/domain/tokens/may-mint';
import type { HeldRule } from './rule-target';

interface Trust {
  readonly group: GroupTarget['row'];
  readonly identity: IdentityRow | null;
  /** The scopes that its tokens are cut down to; null where they have all of the group. */
  readonly restriction: readonly { readonly id: string }[] | null;
  /** What the account was called. */
  readonly asked: string;
}

/** Where tokens wait for a second person, so does a rule: it gives them without anybody looking. */
export async function refuseWaiting(
  tx: Transaction,
  { row: group, identity, rule }: HeldRule,
): Promise<Refusal | null> {
  const { name, approvedAt } = rule;
  if (approvedAt !== null) return null;
  const waits = group.approveServiceTokens || (await tokensNeedSecondPerson(tx, identity.id));
  return waits
    ? refuse(
        'conflict',
        'rule_awaiting',
        `${name} waits for a second person, as tokens of ${identity.name} in ${group.name} do.`,
      )
    : null;
}

/** What refuses a rule to somebody who may mint in its group: it mints for ever what they could mint once. */
export async function refuseTrust(
  tx: Transaction,
  actor: Actor,
  { group, identity, restriction, asked }: Trust,
): Promise<Refusal | null> {
  if (!identity || !(await hasLivingMembership(tx, group.id, identity.id))) {
    return invalid('identity', `“${asked}” is not a member of ${group.name}.`);
  }
  if (identity.type === 'person') {
    return invalid('identity', `${identity.name} is a person: workloads act for service accounts.`);
  }
  if (identity.state !== 'active') {
    return refuse('conflict', 'identity_suspended', `${identity.name} is suspended.`);
  }
  const ids = restriction?.map(({ id }) => id) ?? null;
  return refuseMintingEscalation(tx, actor, group, ids);
}
