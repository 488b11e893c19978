import { mayEverywhere, whyNot } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import type { Actor } from '@/domain/base/actor';
import type { GroupView } from '@/domain/groups/group-view';
import { listGroups } from '@/domain/groups/list-groups';
import { createToken } from '@/domain/tokens/create-token';
import { mintingTarget, refuseEverywhere } from '@/domain/tokens/minting-right';

const pageSize = 200;
/** Past this many groups, the newest stand for all; search by address (`?group=`) finds the rest. */
const mostGroups = 2_000;

export type MintingGroupView = GroupView & { refusal: string | null };

/** The groups in the actor's reach, each with why the actor can create no token in it. */
export async function mintingGroups(actor: Actor): Promise<MintingGroupView[]> {
  const found: MintingGroupView[] = [];
  let cursor: string | undefined;
  do {
    const page = await askIfAllowed(listGroups, { limit: pageSize, ...(cursor ? { cursor } : {}) });
    // Out of every group: there is nothing to choose from, and the page says so.
    if (!page.ok) return [];
    found.push(...page.value.items.map((group) => withRefusal(actor, group)));
    cursor = page.value.nextCursor ?? undefined;
  } while (cursor && found.length < mostGroups);
  return found;
}

const withRefusal = (actor: Actor, group: GroupView): MintingGroupView => ({
  ...group,
  refusal: whyNot(actor, createToken, mintingTarget(group, actor), group) ?? null,
});

/** Why the actor can create no token anywhere; null where they can. */
export async function creationRefusal(actor: Actor): Promise<string | null> {
  if (mayEverywhere(actor, createToken)) return null;
  const groups = await mintingGroups(actor);
  return groups.some(({ refusal }) => refusal === null) ? null : refuseEverywhere(groups);
}
