import { loadList } from '@/app/server/load-list';
import { mayEverywhere, whyNot } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { onlyOne, references } from '@/app/server/table-filters';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { CreateButtons } from '@/components/people/create-buttons';
import { PeopleTable } from '@/components/people/people-table';
import { ButtonLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page-header';
import { rolesOf } from '@/domain/base/actor';
import { everything } from '@/domain/base/target';
import { chooseGroups } from '@/domain/groups/list-groups';
import { createIdentity } from '@/domain/identities/create-identity';
import { listIdentities } from '@/domain/identities/list-identities';
import { listInvitations } from '@/domain/identities/list-invitations';
import { withinReach } from './load-identity';

export const metadata = { title: 'People' };

const types = ['person', 'service'] as const;
const states = ['active', 'suspended'] as const;

export default async function PeoplePage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const { result } = await loadList(listIdentities, {
    params: await props.searchParams,
    config: { facets: ['type', 'state', 'group'] },
    input: ({ filters }) => ({
      type: onlyOne(types, filters.type),
      state: onlyOne(states, filters.state),
      group: references(filters.group),
    }),
    toRow: (identity) => withinReach(actor, identity),
  });
  const create = (
    <CreateButtons
      disabledReason={whyNot(actor, createIdentity, everything('identity'))}
      leads={rolesOf(actor).leadOf.size > 0}
    />
  );
  return (
    <Page>
      <PageHeader
        title="People"
        description="People and service accounts. What they can do comes from their groups alone."
        actions={
          <>
            {mayEverywhere(actor, listInvitations) && (
              <ButtonLink href={paths.invitations()}>Open invitations</ButtonLink>
            )}
            {create}
          </>
        }
      />
      <PeopleTable result={result} groups={await groupOptions()} create={create} />
    </Page>
  );
}

async function groupOptions() {
  const groups = await askIfAllowed(chooseGroups, { limit: 200 });
  // Without the right to see groups there is nothing to choose from.
  if (!groups.ok) return [];
  return groups.value.items
    .map(({ slug, name, memberCount }) => ({ value: slug, label: name, count: memberCount }))
    .sort((left, right) => left.label.localeCompare(right.label, 'en'));
}
