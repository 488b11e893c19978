import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { formatCount } from '@/components/format/format';
import { DeleteGroup } from '@/components/groups/delete-group';
import { PolicyFacts } from '@/components/groups/policy-facts';
import { PolicyForm } from '@/components/groups/policy-form';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import type { Actor } from '@/domain/base/actor';
import { deleteGroup } from '@/domain/groups/delete-group';
import type { GroupView } from '@/domain/groups/group-view';
import { updateGroup } from '@/domain/groups/update-group';
import { deleteGroupAction, updateGroupAction } from '../actions';
import { groupTarget } from '../load-group';

export async function PolicyTab(props: { group: GroupView }) {
  const { group } = props;
  const actor = await requireActor();
  const readOnlyReason = whyNot(actor, updateGroup.operation, groupTarget(group));
  return (
    <>
      {readOnlyReason ? (
        <>
          <Notice title="You can read this, not change it">{readOnlyReason}</Notice>
          <PolicyFacts policy={group.policy} />
        </>
      ) : (
        <PolicyForm group={group} update={updateGroupAction.bind(null, group.id)} />
      )}
      <Section title="Delete">
        <DeleteGroup
          group={group}
          refusal={deletionRefusal(actor, group)}
          deleteGroup={deleteGroupAction.bind(null, group.id)}
        />
      </Section>
    </>
  );
}

function deletionRefusal(actor: Actor, group: GroupView): string | undefined {
  if (group.builtIn) return 'A built-in group can’t be deleted.';
  const refusal = whyNot(actor, deleteGroup.operation, groupTarget(group));
  if (refusal) return refusal;
  if (group.liveTokenCount === 0) return undefined;
  const verb = group.liveTokenCount === 1 ? 'acts' : 'act';
  return `${formatCount(group.liveTokenCount, 'living token')} ${verb} in it. Revoke them first.`;
}
