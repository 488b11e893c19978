import { notFound } from 'next/navigation';
import { updateProviderAction } from '@/app/actions/single-sign-on';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { ProviderForm } from '@/components/settings/provider-form';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Card } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { getProvider } from '@/domain/sso/list-providers';
import { updateProvider } from '@/domain/sso/update-provider';

export const metadata = { title: 'Change provider' };

export default async function EditProviderPage(props: { params: Promise<{ provider: string }> }) {
  const actor = await requireActor();
  const found = await ask(getProvider, await props.params);
  if (!found.ok) {
    if (found.kind !== 'forbidden') notFound();
    return <RefusedState refusal={found} operation={getProvider.operation} />;
  }
  const view = found.value;
  const target = { type: 'ssoProvider' as const, id: view.id, name: view.name };
  return (
    <Page narrow>
      <PageHeader
        breadcrumb={[
          { href: paths.settings('single-sign-on'), label: 'Single sign-on' },
          { href: paths.ssoProvider(view.slug), label: view.name },
        ]}
        title={`Change ${view.name}`}
      />
      {whyNot(actor, updateProvider, target) ? (
        <RefusedState operation={updateProvider.operation} />
      ) : (
        <Card>
          <ProviderForm provider={view} save={updateProviderAction.bind(null, view.id)} />
        </Card>
      )}
    </Page>
  );
}
