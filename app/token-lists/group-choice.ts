import type { z } from 'zod';
import { askAll } from '@/app/server/ask-all';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import type { GroupChoice, GroupOption, MemberOption } from '@/components/tokens/new/group-choice';
import type { Actor } from '@/domain/base/actor';
import type { Refusal } from '@/domain/base/refusal';
import { previewAccess } from '@/domain/effects/preview-access';
import type { GroupView } from '@/domain/groups/group-view';
import { listMembers } from '@/domain/groups/list-members';
import { createToken } from '@/domain/tokens/create-token';
import { mintingTarget } from '@/domain/tokens/token-facts';
import type { MintingGroupView } from './minting-groups';

const MAX_MEMBERS = 2_000;

export const toGroupOption = ({
  id,
  slug,
  name,
  refusal,
  controlsKeyward,
}: MintingGroupView): GroupOption => ({ id, slug, name, refusal, controlsKeyward });

/** The policy, scopes and members of a group, for the form to choose from. */
export async function loadGroupChoice(reference: string): Promise<GroupChoice | Refusal> {
  const actor = await requireActor();
  const access = await ask(previewAccess, { group: reference });
  if (!access.ok) return access;
  const { group, scopes } = access.value;
  const members = await loadOwners(actor, group);
  if ('ok' in members) return members;
  const { id, slug, name, effective: policy, controlsKeyward } = group;
  return { group: { id, slug, name, policy, controlsKeyward }, scopes, ...members };
}

/** Whom a token may act for: the group's service accounts, and the reader, but no other person. */
async function loadOwners(
  actor: Actor,
  group: GroupView,
): Promise<Refusal | Pick<GroupChoice, 'members' | 'membersCut'>> {
  const found = await askAll(listMembers, { group: group.id }, { max: MAX_MEMBERS });
  if (!found.ok) return found;
  const members = found.value.flatMap((member) => toOwner(member, actor, group) ?? []);
  members.sort((left, right) => left.name.localeCompare(right.name, 'en'));
  return { members, membersCut: found.isCut };
}

function toOwner(
  { identity, ended }: z.output<typeof listMembers.output>['items'][number],
  actor: Actor,
  group: GroupView,
): MemberOption | null {
  const { id, type, name, handle, state } = identity;
  if (type === 'person' && id !== actor.id) return null;
  const gone = ended ? 'membership ended' : state === 'suspended' ? 'suspended' : null;
  const refusal = whyNot(actor, createToken, mintingTarget(group, { id }), group) ?? null;
  return { id, type, name, handle, refusal: gone ?? refusal };
}
