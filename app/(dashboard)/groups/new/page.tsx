import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { CreateGroupForm } from '@/components/groups/create-group-form';
import { paths } from '@/components/paths';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { createGroup } from '@/domain/groups/create-group';
import { DEFAULT_POLICY } from '@/domain/groups/policy';
import { createGroupAction } from '../actions';

export const metadata = { title: 'Create group' };

export default async function NewGroupPage() {
  const actor = await requireActor();
  const refusal = whyNot(actor, createGroup, everything('group'));
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
        <CreateGroupForm create={createGroupAction} policy={DEFAULT_POLICY} />
      )}
    </Page>
  );
}
