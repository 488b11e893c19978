import { loadList } from '@/app/server/load-list';
import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { onlyOne } from '@/app/server/table-filters';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { CreateGroupButton } from '@/components/groups/create-button';
import { GroupsTable } from '@/components/groups/groups-table';
import { paths } from '@/components/paths';
import { ButtonLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page-header';
import { everything } from '@/domain/base/target';
import { createGroup } from '@/domain/groups/create-group';
import { listGroups } from '@/domain/groups/list-groups';

export const metadata = { title: 'Groups' };

const states = ['active', 'frozen'] as const;

export default async function GroupsPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const { result } = await loadList(listGroups, {
    params: await props.searchParams,
    config: { facets: ['state'] },
    input: ({ filters }) => ({ state: onlyOne(states, filters.state) }),
  });
  const create = (
    <CreateGroupButton disabledReason={whyNot(actor, createGroup, everything('group'))} />
  );
  return (
    <Page>
      <PageHeader
        title="Groups"
        description="Each owns scopes; its members’ tokens open what those hold, now."
        actions={
          <>
            <ButtonLink href={paths.requestNew()}>Ask for access</ButtonLink>
            {create}
          </>
        }
      />
      <GroupsTable result={result} create={create} />
    </Page>
  );
}
