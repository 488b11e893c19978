import { Plus } from 'lucide-react';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { FreezeButton } from '@/components/revocation/freeze-button';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';
import { LinkTabs } from '@/components/ui/link-tabs';
import { Mono } from '@/components/ui/mono-id';
import { PageHeader } from '@/components/ui/page-header';
import { StatusBadge } from '@/components/ui/status-badge';
import type { GroupView } from '@/domain/groups/group-view';
import { GroupBadges } from './group-badges';

/** Title, state, actions and tabs of every page of a group. */
export function GroupHeader(props: {
  group: GroupView;
  tab: string;
  mintRefusal: string | undefined;
  freezeRefusal: string | undefined;
}) {
  const { group } = props;
  const tabs = [
    { id: 'members', label: 'Members', count: group.memberCount },
    { id: 'scopes', label: 'Scopes', count: group.scopes.length },
    { id: 'tokens', label: 'Tokens', count: group.liveTokenCount },
    { id: 'policy', label: 'Policy' },
    { id: 'activity', label: 'Activity' },
  ];
  return (
    <>
      <PageHeader
        breadcrumb={[{ href: paths.groups(), label: 'Groups' }]}
        title={group.name}
        status={
          <>
            <StatusBadge status={group.state} boxed />
            <GroupBadges group={group} />
          </>
        }
        description={
          <>
            <Mono>{group.slug}</Mono>
            {group.description && <span className="max-w-3xl">{group.description}</span>}
          </>
        }
        actions={
          <>
            <FreezeButton
              thing={{ kind: 'group', id: group.id, name: group.name, state: group.state }}
              refusal={props.freezeRefusal}
            >
              <p>
                <strong>{formatCount(group.liveTokenCount, 'living token')}</strong>{' '}
                {group.liveTokenCount === 1 ? 'stops' : 'stop'} at once, and{' '}
                <strong>{formatCount(group.memberCount, 'member')}</strong> lose what the group
                gives them. Afterwards all of it works again.
              </p>
            </FreezeButton>
            {props.mintRefusal ? (
              <Button icon={<Plus aria-hidden />} disabledReason={props.mintRefusal}>
                Create token
              </Button>
            ) : (
              <ButtonLink href={paths.tokenNew({ group: group.slug })} icon={<Plus aria-hidden />}>
                Create token
              </ButtonLink>
            )}
          </>
        }
      />
      <LinkTabs
        label={group.name}
        current={props.tab}
        tabs={tabs}
        hrefOf={(tab) => paths.group(group.slug, tab)}
      />
    </>
  );
}
