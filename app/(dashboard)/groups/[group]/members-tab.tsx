import { loadList } from '@/app/server/load-list';
import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { type MemberRefusals, MembersEditor } from '@/components/groups/members/members-editor';
import type { Actor } from '@/domain/base/actor';
import type { Target } from '@/domain/base/target';
import { createService } from '@/domain/effects/create-service';
import { addMembers, editMembers } from '@/domain/groups/edit-members';
import { groupTarget } from '@/domain/groups/group-facts';
import type { GroupView } from '@/domain/groups/group-view';
import { listMembers } from '@/domain/groups/list-members';
import { getIdentity } from '@/domain/identities/get-identity';
import { copyMembersAction, matchMembersAction, saveMembersAction } from '../member-actions';

export async function MembersTab(props: { group: GroupView; searchParams: PageSearchParams }) {
  const { group } = props;
  const actor = await requireActor();
  const { result, page } = await loadList(listMembers, {
    params: props.searchParams,
    input: () => ({ group: group.id }),
  });
  return (
    <MembersEditor
      group={group}
      result={result}
      asOf={page?.asOf}
      refusals={memberRefusals(actor, group)}
      serviceRefusal={whyNot(actor, createService, groupTarget(group))}
      linksPeople={linksPeople(actor, group)}
      actions={{
        match: matchMembersAction.bind(null, group.id),
        copy: copyMembersAction,
        save: saveMembersAction.bind(null, group.id),
      }}
    />
  );
}

/** Plain members see each other here, but not each other's pages. */
function linksPeople(actor: Actor, group: GroupView): boolean {
  const member: Target = { type: 'identity', id: null, name: null, groupIds: [group.id] };
  return whyNot(actor, getIdentity, member) === undefined;
}

function memberRefusals(actor: Actor, group: GroupView): MemberRefusals {
  const target = groupTarget(group);
  return {
    change: whyNot(actor, addMembers, target, group),
    remove: whyNot(actor, editMembers, target),
  };
}
