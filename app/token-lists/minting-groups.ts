import { askAll } from '@/app/server/ask-all';
import { mayEverywhere, whyNot } from '@/app/server/rights';
import type { Actor } from '@/domain/base/actor';
import type { GroupChoice } from '@/domain/groups/group-view';
import { chooseGroups } from '@/domain/groups/list-groups';
import { createToken } from '@/domain/tokens/create-token';
import { mintingTarget, nowhereToMint } from '@/domain/tokens/token-facts';

/** Past this many groups, the newest stand for all; search by address (`?group=`) finds the rest. */
const MAX_GROUPS = 2_000;

export type MintingGroupView = GroupChoice & { refusal: string | null };

/** The groups in the actor's reach, each with why the actor can create no token in it. */
export async function mintingGroups(actor: Actor): Promise<MintingGroupView[]> {
  const groups = await askAll(chooseGroups, {}, { max: MAX_GROUPS, isPart: true });
  // Out of every group: there is nothing to choose from, and the page says so.
  return groups.ok ? groups.value.map((group) => withRefusal(actor, group)) : [];
}

const withRefusal = (actor: Actor, group: GroupChoice): MintingGroupView => ({
  ...group,
  refusal: whyNot(actor, createToken, mintingTarget(group, actor), group) ?? null,
});

/** Why the actor can create no token anywhere; null where they can. */
export async function creationRefusal(actor: Actor): Promise<string | null> {
  if (mayEverywhere(actor, createToken)) return null;
  const groups = await mintingGroups(actor);
  return groups.some(({ refusal }) => refusal === null) ? null : nowhereToMint(groups);
}
