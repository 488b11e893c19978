import { ShieldAlert } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { GroupView } from '@/domain/groups/group-view';

/** What sets a group apart: rights over Keyward itself, and being part of the product. */
export function GroupBadges(props: { group: Pick<GroupView, 'controlsKeyward' | 'builtIn'> }) {
  const { controlsKeyward, builtIn } = props.group;
  return (
    <>
      {controlsKeyward && (
        <Badge tone="warn" icon={<ShieldAlert aria-hidden />}>
          Controls Keyward
        </Badge>
      )}
      {builtIn && <Badge>Built-in</Badge>}
    </>
  );
}
