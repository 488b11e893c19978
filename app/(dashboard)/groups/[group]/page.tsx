import { loadActivity } from '@/app/server/load-activity';
import { chosenTab } from '@/app/server/page-tabs';
import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { ExpiriesOf } from '@/app/token-lists/expiries-of';
import { TokensOf } from '@/app/token-lists/tokens-of';
import { Activity } from '@/components/audit/activity';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { GroupHeader } from '@/components/groups/group-header';
import { FrozenWords } from '@/components/revocation/frozen-words';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page-header';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { groupTarget } from '@/domain/groups/group-facts';
import type { GroupView } from '@/domain/groups/group-view';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { createToken } from '@/domain/tokens/create-token';
import { mintingTarget } from '@/domain/tokens/token-facts';
import { loadGroup } from '../load-group';
import { MembersTab } from './members-tab';
import { PolicyTab } from './policy-tab';
import { ScopesTab } from './scopes-tab';

type GroupPageProps = {
  params: Promise<{ group: string }>;
  searchParams: Promise<PageSearchParams>;
};

const tabs = {
  members: MembersTab,
  scopes: ScopesTab,
  tokens: TokensTab,
  policy: PolicyTab,
  activity: ActivityTab,
};

export async function generateMetadata(props: GroupPageProps) {
  const group = await loadGroup((await props.params).group);
  return { title: `${group.name}: ${await chosenTab(tabs, props.searchParams)}` };
}

export default async function GroupPage(props: GroupPageProps) {
  const group = await loadGroup((await props.params).group);
  const tab = await chosenTab(tabs, props.searchParams);
  const actor = await requireActor();
  const Tab = tabs[tab];
  return (
    <Page>
      <GroupHeader
        group={group}
        tab={tab}
        mintRefusal={whyNot(actor, createToken, mintingTarget(group, actor), group)}
        freezeRefusal={whyNot(
          actor,
          group.state === 'frozen' ? unfreezeGroup : freezeGroup,
          groupTarget(group),
          group,
        )}
      />
      {group.state === 'frozen' && (
        <Notice tone="info" title="This group is frozen">
          <p>None of its tokens work, and its members have nothing through it.</p>
          <FrozenWords frozenReason={group.frozenReason} frozenUntil={group.frozenUntil} />
        </Notice>
      )}
      <Tab group={group} searchParams={await props.searchParams} />
    </Page>
  );
}

function TokensTab(props: { group: GroupView; searchParams: PageSearchParams }) {
  const { group, searchParams } = props;
  return (
    <>
      <ExpiriesOf group={group} searchParams={searchParams} />
      <TokensOf
        filter={{ group: group.id }}
        searchParams={searchParams}
        empty={{
          title: 'No living token in this group',
          text: 'One acts for a member, and opens what the scopes of this group hold.',
        }}
      />
    </>
  );
}

async function ActivityTab(props: { group: GroupView }) {
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
        empty={{
          title: 'Nothing has changed in this group',
          text: 'Who adds a member, changes scopes or freezes it is listed here.',
        }}
      />
      {done.status === 'ok' && (
        <Activity
          title="Changes made by right of this group"
          description="What its members and tokens did through the control plane."
          query={deeds}
          result={done}
          empty={{
            title: 'Nobody has used rights of this group',
            text: 'What its members change, and what is denied to them, is listed here.',
          }}
        />
      )}
    </>
  );
}
