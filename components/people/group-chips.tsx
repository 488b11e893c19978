import { paths } from '@/components/paths';
import { Badge } from '@/components/ui/badge';
import { TextLink } from '@/components/ui/link';
import { PrivilegedMark } from '@/components/ui/privileged-mark';
import type { IdentityView } from '@/domain/identities/identity-view';

const SHOWN = 3;

/** The first groups of somebody as links, and how many more there are. */
export function GroupChips(props: { groups: IdentityView['groups'] }) {
  const { groups } = props;
  if (groups.length === 0) return <span className="text-faint">No group</span>;
  const rest = groups.slice(SHOWN);
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1.5 align-middle">
      {groups.slice(0, SHOWN).map((group) => (
        <TextLink
          key={group.id}
          quiet
          href={paths.group(group.slug)}
          className="inline-flex min-h-6 min-w-0 items-center gap-1 no-underline!"
        >
          <Badge tone={group.role === 'lead' ? 'accent' : 'neutral'} className="max-w-40 min-w-0">
            {group.name}
            {group.role === 'lead' && ' · lead'}
          </Badge>
          <PrivilegedMark compact group={group} />
        </TextLink>
      ))}
      {rest.length > 0 && (
        <span className="text-xs text-muted">
          +{rest.length}
          <span className="sr-only">: {rest.map(({ name }) => name).join(', ')}</span>
        </span>
      )}
    </span>
  );
}
