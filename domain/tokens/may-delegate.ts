import { and, eq } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { apis } from '@/db/schema/apis';
import { memberships } from '@/db/schema/groups';
import { type Actor, type GrantingGroup, rolesOf } from '@/domain/base/actor';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { lesserOf } from './lesser';
import { countDescendants, type LineageTarget } from './lineage';
import { hasLivingMembership, refuseEndedToken, refuseMintingEscalation } from './may-mint';
import { type DelegationTarget, MAX_DESCENDANTS } from './token-facts';
import { refuseByPolicy } from './token-rules';

/**
 * The right to delegate that the group's policy gives by role: leads for its service accounts as well,
 * members for themselves where the policy lets them.
 */
export function permitDelegation(
  actor: Actor,
  { group, identity }: DelegationTarget,
): GrantingGroup | false | Refusal {
  if (actor.kind !== 'session') return false;
  const { id, name, whoMayDelegate } = group;
  const { memberOf, leadOf } = rolesOf(actor);
  const led = leadOf.get(id);
  if (led) return led;
  const member = memberOf.get(id);
  const refused = (message: string) => refuse('forbidden', 'not_granted', message);
  if (!member || whoMayDelegate === 'leads') {
    return refused(`The policy of ${name} lets only leads delegate tokens.`);
  }
  if (identity.id === actor.id) return member;
  return refused(`In ${name} you delegate tokens of your own only.`);
}

/** What the rest of the database refuses, whoever asks. */
export async function refuseDelegation(
  tx: Transaction,
  { line, row, ofGroup, ofIdentity }: LineageTarget,
  made: { readonly token: { readonly id: string } } | null,
): Promise<Refusal | null> {
  if (!(await hasLivingMembership(tx, ofGroup.id, ofIdentity.id))) {
    return refuse(
      'conflict',
      'token_not_active',
      `${row.name} acts for nobody in ${ofGroup.name}.`,
    );
  }
  if (made !== null) return refuseEndedToken(tx, made.token.id);
  const first = line[0] ?? row;
  if ((await countDescendants(tx, first.id)) < MAX_DESCENDANTS) return null;
  return refuse(
    'conflict',
    'too_many_children',
    `${MAX_DESCENDANTS} tokens made from ${first.name} are alive: revoke some, or let them expire.`,
  );
}

/** What the policy refuses to the holder: the identity's own role counts, whoever asks with the token. */
export async function refuseHeldDelegation(
  tx: Transaction,
  { shown, ofGroup, ofIdentity }: LineageTarget,
): Promise<Refusal | null> {
  const { whoMayDelegate } = shown.group;
  if (whoMayDelegate === 'members') return null;
  const [lead] = await tx
    .select({ role: memberships.role })
    .from(memberships)
    .where(
      and(
        eq(memberships.groupId, ofGroup.id),
        eq(memberships.identityId, ofIdentity.id),
        eq(memberships.role, 'lead'),
      ),
    );
  return lead ? null : refuseByPolicy(shown.group);
}

async function slugOf(tx: Transaction, apiId: string): Promise<string | undefined> {
  const [api] = await tx.select({ slug: apis.slug }).from(apis).where(eq(apis.id, apiId));
  return api?.slug;
}

/** Who is not the holder is handed a secret: it opens nothing of the control plane that they lack. */
export async function refuseHandingOut(
  tx: Transaction,
  actor: Actor,
  input: Parameters<typeof lesserOf>[2],
  target: LineageTarget,
): Promise<Refusal | null> {
  const lesser = await lesserOf(tx, target, input);
  if (isRefusal(lesser)) return lesser;
  const isElsewhere =
    lesser.onlyApiId !== null && (await slugOf(tx, lesser.onlyApiId)) !== KEYWARD_API;
  return refuseMintingEscalation(tx, actor, target.ofGroup, isElsewhere ? [] : lesser.scopeIds);
}
