import { Plus } from 'lucide-react';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import type { ActionOutcome } from '@/components/ui/form-state';
import { ButtonLink } from '@/components/ui/link';
import { LinkTabs } from '@/components/ui/link-tabs';
import { Mono } from '@/components/ui/mono-id';
import { PageHeader } from '@/components/ui/page-header';
import { StatusBadge } from '@/components/ui/status-badge';
import type { GroupView } from '@/domain/groups/group-view';
import { FreezeGroup } from './freeze-group';
import { GroupBadges } from './group-badges';

/** Title, state, actions and tabs of every page of a group. */
export function GroupHeader(props: {
  group: GroupView;
  tab: string;
  mintRefusal: string | undefined;
  freezeRefusal: string | undefined;
  freeze: () => Promise<ActionOutcome<{ seq: number }>>;
  unfreeze: () => Promise<ActionOutcome>;
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
            <FreezeGroup
              group={group}
              refusal={props.freezeRefusal}
              freeze={props.freeze}
              unfreeze={props.unfreeze}
            />
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
