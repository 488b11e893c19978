import { createProviderAction } from '@/app/actions/single-sign-on';
import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { ProviderForm } from '@/components/settings/provider-form';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Card } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { createProvider } from '@/domain/sso/create-provider';

export const metadata = { title: 'Create provider' };

export default async function NewProviderPage() {
  const actor = await requireActor();
  return (
    <Page narrow>
      <PageHeader
        breadcrumb={[{ href: paths.settings('single-sign-on'), label: 'Single sign-on' }]}
        title="Create provider"
        description="Any OpenID Connect provider, such as Keycloak, Entra ID, Okta or Google."
      />
      {whyNot(actor, createProvider, everything('ssoProvider')) ? (
        <RefusedState operation={createProvider.operation} />
      ) : (
        <Card>
          <ProviderForm save={createProviderAction} />
        </Card>
      )}
    </Page>
  );
}
