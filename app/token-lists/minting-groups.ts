import { askIfAllowed } from '@/app/server/run';
import type { Actor } from '@/domain/base/actor';
import type { GroupView } from '@/domain/groups/group-view';
import { listGroups } from '@/domain/groups/list-groups';
import { type MintingRight, mintingRight } from '@/domain/tokens/minting-right';

const pageSize = 200;
/** Past this many groups, the newest stand for all; search by address (`?group=`) finds the rest. */
const mostGroups = 2_000;

export type MintingGroupView = GroupView & { right: MintingRight };

/** The groups in the actor's reach, each with the actor's right to mint in it. */
export async function mintingGroups(actor: Actor): Promise<MintingGroupView[]> {
  const found: MintingGroupView[] = [];
  let cursor: string | undefined;
  do {
    const page = await askIfAllowed(listGroups, { limit: pageSize, ...(cursor ? { cursor } : {}) });
    // Out of every group: there is nothing to choose from, and the page says so.
    if (!page.ok) return [];
    found.push(...page.value.items.map((group) => withRight(actor, group)));
    cursor = page.value.nextCursor ?? undefined;
  } while (cursor && found.length < mostGroups);
  return found;
}

function withRight(actor: Actor, group: GroupView): MintingGroupView {
  const { whoMayMint } = group.policy;
  return { ...group, right: mintingRight(actor, { id: group.id, whoMayMint }) };
}

/** Why the actor can create no token anywhere; null where they can. */
export async function creationRefusal(actor: Actor): Promise<string | null> {
  if (actor.grants.has('tokens.create')) return null;
  const groups = await mintingGroups(actor);
  if (groups.some(({ right }) => right !== 'nobody')) return null;
  return groups.length === 0
    ? 'You are in no group yet, so there is nothing a token of yours could open'
    : 'None of the groups you see lets you create tokens: ask a lead of the group';
}
