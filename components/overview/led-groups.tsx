import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { StatusBadge } from '@/components/ui/status-badge';

export interface LedGroup {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly state: 'active' | 'frozen';
  readonly memberCount: number;
  readonly liveTokenCount: number;
  readonly expiringCount: number;
}

/** Groups in two lines each: the name, and in numbers who is in it and what ends soon. */
export function LedGroups(props: { groups: readonly LedGroup[] }) {
  return (
    <ul className="divide-y divide-line">
      {props.groups.map((group) => (
        <li key={group.id} className="px-4 py-2 text-sm">
          <p className="flex flex-wrap items-center gap-x-2 font-medium">
            <TextLink href={paths.group(group.slug)}>{group.name}</TextLink>
            {group.state === 'frozen' && <StatusBadge status="frozen" />}
          </p>
          <p className="flex flex-wrap gap-x-3 text-muted">
            <TextLink quiet href={paths.group(group.slug, 'members')}>
              {formatCount(group.memberCount, 'member')}
            </TextLink>
            <TextLink quiet href={paths.tokens({ group: group.slug })}>
              {formatCount(group.liveTokenCount, 'live token')}
            </TextLink>
            {group.expiringCount > 0 && (
              <TextLink
                href={paths.tokens({ group: group.slug, status: 'expiring' })}
                className="text-warn!"
              >
                {formatNumber(group.expiringCount)} expiring
              </TextLink>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
