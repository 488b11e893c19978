import { loadActivity } from '@/app/server/load-activity';
import { Activity } from '@/components/groups/activity';
import type { IdentityView } from '@/domain/identities/identity-view';

export async function ActivityTab(props: { identity: IdentityView }) {
  const { id, name } = props.identity;
  const deeds = `actor:${id}`;
  const changes = `target:${id}`;
  const [done, changed] = await Promise.all([loadActivity(deeds), loadActivity(changes)]);
  return (
    <>
      <Activity
        title={`Changes by ${name}`}
        description="What they did, or tried to do, through the control plane."
        query={deeds}
        result={done}
      />
      {changed.status === 'ok' && (
        <Activity
          title={`Changes to ${name}`}
          description="The account itself: created, renamed, suspended, stopped."
          query={changes}
          result={changed}
        />
      )}
    </>
  );
}
