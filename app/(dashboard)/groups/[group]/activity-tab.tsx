import { loadActivity } from '@/app/server/load-activity';
import { Activity } from '@/components/groups/activity';
import type { GroupView } from '@/domain/groups/group-view';

export async function ActivityTab(props: { group: GroupView }) {
  const { group } = props;
  const changes = `target:${group.id}`;
  const deeds = `group:${group.slug}`;
  const [changed, done] = await Promise.all([loadActivity(changes), loadActivity(deeds)]);
  return (
    <>
      <Activity
        title="Changes to this group"
        description="Members, scopes, policy and state; denied attempts too."
        query={changes}
        result={changed}
      />
      {done.status === 'ok' && (
        <Activity
          title="Changes made by right of this group"
          description="What its members and tokens did through the control plane."
          query={deeds}
          result={done}
        />
      )}
    </>
  );
}
