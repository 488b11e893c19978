import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { DeleteGroup } from '@/components/groups/delete-group';
import { PolicyFacts } from '@/components/groups/policy-facts';
import { PolicyForm } from '@/components/groups/policy-form-on-demand';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { deleteGroup } from '@/domain/groups/delete-group';
import { groupTarget } from '@/domain/groups/group-facts';
import type { GroupView } from '@/domain/groups/group-view';
import { updateGroup } from '@/domain/groups/update-group';
import { deleteGroupAction, updateGroupAction } from '../actions';

export async function PolicyTab(props: { group: GroupView }) {
  const { group } = props;
  const actor = await requireActor();
  const readOnlyReason = whyNot(actor, updateGroup, groupTarget(group));
  return (
    <>
      {readOnlyReason ? (
        <>
          <Notice title="You can read this, not change it">{readOnlyReason}</Notice>
          <PolicyFacts policy={group.effective} />
        </>
      ) : (
        <PolicyForm group={group} update={updateGroupAction.bind(null, group.id)} />
      )}
      <Section title="Delete">
        <DeleteGroup
          group={group}
          refusal={whyNot(actor, deleteGroup, groupTarget(group), group)}
          deleteGroup={deleteGroupAction.bind(null, group.id)}
        />
      </Section>
    </>
  );
}
