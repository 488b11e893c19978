import type { z } from 'zod';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import type { GroupChoice, GroupOption, MemberOption } from '@/components/tokens/new/group-choice';
import type { Actor } from '@/domain/base/actor';
import type { Refusal } from '@/domain/base/refusal';
import { previewAccess } from '@/domain/effects/preview-access';
import { listMembers } from '@/domain/groups/list-members';
import { type MintingRight, mintingRight } from '@/domain/tokens/minting-right';
import type { MintingGroupView } from './minting-groups';

const pageSize = 200;
const mostMembers = 2_000;

const mintWords = { administrators: 'administrators', leads: 'leads', members: 'members' };

export function toGroupOption({
  id,
  slug,
  name,
  state,
  policy,
  right,
}: MintingGroupView): GroupOption {
  const allowed = right !== 'nobody' || null;
  const minters = `only ${mintWords[policy.whoMayMint]} may create tokens here`;
  return {
    id,
    slug,
    name,
    refusal: state === 'frozen' ? 'frozen' : allowed ? null : minters,
  };
}

/** The policy, scopes and members of a group, for the form to choose from. */
export async function loadGroupChoice(reference: string): Promise<GroupChoice | Refusal> {
  const actor = await requireActor();
  const access = await ask(previewAccess, { group: reference });
  if (!access.ok) return access;
  const { group, scopes } = access.value;
  const members = await loadOwners(actor, group.id, group.policy.whoMayMint);
  if ('ok' in members) return members;
  const { id, slug, name, policy, controlsKeyward } = group;
  return { group: { id, slug, name, policy, controlsKeyward }, scopes, ...members };
}

/** Whom a token may act for: the group's service accounts, and the reader, but no other person. */
async function loadOwners(
  actor: Actor,
  groupId: string,
  whoMayMint: 'administrators' | 'leads' | 'members',
): Promise<Refusal | Pick<GroupChoice, 'members' | 'membersCut'>> {
  const right = mintingRight(actor, { id: groupId, whoMayMint });
  const members: MemberOption[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof askMembers>> = await askMembers(groupId, cursor);
    if (!page.ok) return page;
    members.push(...page.value.items.flatMap((item) => toOwner(item, actor.id, right) ?? []));
    cursor = page.value.nextCursor;
  } while (cursor !== null && members.length < mostMembers);
  members.sort((left, right) => left.name.localeCompare(right.name, 'en'));
  return { members, membersCut: cursor !== null };
}

function toOwner(
  { identity, ended }: z.output<typeof listMembers.output>['items'][number],
  actorId: string,
  right: MintingRight,
): MemberOption | null {
  const { id, type, name, handle, state } = identity;
  const isOther = id !== actorId;
  if (type === 'person' && isOther) return null;
  const gone = ended ? 'membership ended' : state === 'suspended' ? 'suspended' : null;
  const others = right === 'self' && isOther ? 'you create tokens for yourself only' : null;
  return { id, type, name, handle, refusal: gone ?? others };
}

const askMembers = (group: string, cursor: string | null) =>
  ask(listMembers, { group, limit: pageSize, ...(cursor ? { cursor } : {}) });
