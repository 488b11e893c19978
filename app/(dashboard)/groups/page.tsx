import { loadTable } from '@/app/server/load-table';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { type PageSearchParams, readTableQuery } from '@/components/data-table/table-query';
import { CreateGroupButton } from '@/components/groups/create-button';
import { GroupsTable } from '@/components/groups/groups-table';
import { Page, PageHeader } from '@/components/ui/page-header';
import { everything } from '@/domain/base/target';
import { createGroup } from '@/domain/groups/create-group';
import { listGroups } from '@/domain/groups/list-groups';

export const metadata = { title: 'Groups' };

const config = { facets: ['state'], sorts: [], defaultSort: '-createdAt' };
const isState = (text: string | undefined) => text === 'active' || text === 'frozen';

export default async function GroupsPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const query = readTableQuery(await props.searchParams, config);
  const states = (query.filters.state ?? []).filter(isState);
  const result = await loadTable(listGroups.operation, () =>
    ask(listGroups, {
      q: query.q || undefined,
      cursor: query.cursor ?? undefined,
      // Both states at once are no filter.
      state: states.length === 1 ? states[0] : undefined,
    }),
  );
  const create = (
    <CreateGroupButton disabledReason={whyNot(actor, createGroup, everything('group'))} />
  );
  return (
    <Page>
      <PageHeader
        title="Groups"
        description="Each owns scopes; its members’ tokens open what those hold, now."
        actions={create}
      />
      <GroupsTable result={result} create={create} />
    </Page>
  );
}
