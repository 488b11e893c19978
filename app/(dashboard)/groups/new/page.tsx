import { whyNot } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { CreateGroupForm } from '@/components/groups/create-group-form';
import { paths } from '@/components/paths';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { createGroup } from '@/domain/groups/create-group';
import { DEFAULT_POLICY, defaultPolicy } from '@/domain/groups/policy';
import { getOrganisationPolicy } from '@/domain/organisation/get-policy';
import { createGroupAction } from '../actions';

export const metadata = { title: 'Create group' };

export default async function NewGroupPage() {
  const actor = await requireActor();
  const refusal = whyNot(actor, createGroup, everything('group'));
  const organisation = refusal ? null : await askIfAllowed(getOrganisationPolicy, {});
  const ceilings = organisation?.ok ? organisation.value : undefined;
  return (
    <Page narrow>
      <PageHeader
        breadcrumb={[{ href: paths.groups(), label: 'Groups' }]}
        title="Create group"
        description="It starts empty: no scopes, no members, no power."
      />
      {refusal ? (
        <RefusedState operation={createGroup.operation} />
      ) : (
        <CreateGroupForm
          create={createGroupAction}
          policy={ceilings ? defaultPolicy(ceilings) : DEFAULT_POLICY}
          ceilings={ceilings}
        />
      )}
    </Page>
  );
}
