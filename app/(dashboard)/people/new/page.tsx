import { createIdentityAction, inviteIdentityAction } from '@/app/actions/people';
import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { CreateIdentityForm } from '@/components/people/create-identity-form';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { SETUP_LINK_HOURS } from '@/domain/credentials/credential-facts';
import { createIdentity } from '@/domain/identities/create-identity';
import { inviteIdentity } from '@/domain/setup/invite-identity';

export const metadata = { title: 'Create person or service account' };

export default async function NewIdentityPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const type = (await props.searchParams).type === 'service' ? 'service' : 'person';
  const anybody = everything('identity');
  return (
    <Page narrow>
      <PageHeader
        breadcrumb={[{ href: paths.people(), label: 'People' }]}
        title="Create person or service account"
        description="In no group at first, and so without any right."
      />
      {whyNot(actor, createIdentity, anybody) ? (
        <RefusedState operation={createIdentity.operation} />
      ) : (
        <CreateIdentityForm
          type={type}
          create={createIdentityAction}
          invite={inviteIdentityAction}
          inviteRefusal={whyNot(actor, inviteIdentity, anybody)}
          linkHours={SETUP_LINK_HOURS}
        />
      )}
    </Page>
  );
}
