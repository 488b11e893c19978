import { Badge } from '@/components/ui/badge';
import { PrivilegedMark } from '@/components/ui/privileged-mark';
import type { GroupView } from '@/domain/groups/group-view';

/** What sets a group apart: rights over Keyward itself, and being part of the product. */
export function GroupBadges(props: { group: Pick<GroupView, 'controlsKeyward' | 'builtIn'> }) {
  const { builtIn } = props.group;
  return (
    <>
      <PrivilegedMark group={props.group} />
      {builtIn && <Badge>Built-in</Badge>}
    </>
  );
}
