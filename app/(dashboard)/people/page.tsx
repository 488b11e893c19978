import { loadTable } from '@/app/server/load-table';
import { whyNot } from '@/app/server/rights';
import { ask, askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import {
  type PageSearchParams,
  readTableQuery,
  type TableQuery,
} from '@/components/data-table/table-query';
import { CreateButtons } from '@/components/people/create-buttons';
import { PeopleTable } from '@/components/people/people-table';
import { Page, PageHeader } from '@/components/ui/page-header';
import { everything } from '@/domain/base/target';
import { listGroups } from '@/domain/groups/list-groups';
import { createIdentity } from '@/domain/identities/create-identity';
import { listIdentities } from '@/domain/identities/list-identities';
import { withinReach } from './load-identity';

export const metadata = { title: 'People' };

const config = { facets: ['type', 'state', 'group'], sorts: [], defaultSort: '-createdAt' };
const types = ['person', 'service'] as const;
const states = ['active', 'suspended'] as const;

export default async function PeoplePage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const query = readTableQuery(await props.searchParams, config);
  const result = await loadTable(listIdentities.operation, async () => {
    const page = await ask(listIdentities, identitiesInput(query));
    if (!page.ok) return page;
    const items = page.value.items.map((identity) => withinReach(actor, identity));
    return { ok: true as const, value: { ...page.value, items } };
  });
  const create = (
    <CreateButtons disabledReason={whyNot(actor, createIdentity, everything('identity'))} />
  );
  return (
    <Page>
      <PageHeader
        title="People"
        description="People and service accounts. What they can do comes from their groups alone."
        actions={create}
      />
      <PeopleTable result={result} groups={await groupOptions()} create={create} />
    </Page>
  );
}

function identitiesInput(query: TableQuery) {
  const { filters } = query;
  const groups = (filters.group ?? []).filter((group) => /^[\w-]{1,100}$/.test(group));
  return {
    q: query.q || undefined,
    cursor: query.cursor ?? undefined,
    type: onlyOne(types, filters.type),
    state: onlyOne(states, filters.state),
    group: groups.length > 0 ? groups : undefined,
  };
}

/** The one known value that is chosen; all of them at once, or none, are no filter. */
function onlyOne<Value extends string>(known: readonly Value[], chosen: string[] = []) {
  const values = known.filter((value) => chosen.includes(value));
  return values.length === 1 ? values[0] : undefined;
}

async function groupOptions() {
  const groups = await askIfAllowed(listGroups, { limit: 200 });
  // Without the right to see groups there is nothing to choose from.
  if (!groups.ok) return [];
  return groups.value.items
    .map(({ slug, name, memberCount }) => ({ value: slug, label: name, count: memberCount }))
    .sort((left, right) => left.label.localeCompare(right.label, 'en'));
}
