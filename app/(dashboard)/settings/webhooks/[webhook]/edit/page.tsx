import { notFound } from 'next/navigation';
import { updateWebhookAction } from '@/app/actions/webhooks';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Card } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { EditWebhook } from '@/components/webhooks/webhook-form';
import { getWebhook } from '@/domain/webhooks/get-webhook';
import { updateWebhook } from '@/domain/webhooks/update-webhook';
import { groupOptions } from '../../../group-options';
import { recordedActions } from '../../recorded-actions';

export const metadata = { title: 'Change webhook' };

export default async function EditWebhookPage(props: { params: Promise<{ webhook: string }> }) {
  const actor = await requireActor();
  const { webhook } = await props.params;
  const found = await ask(getWebhook, { webhook });
  if (!found.ok) {
    if (found.kind !== 'forbidden') notFound();
    return <RefusedState refusal={found} operation={getWebhook.operation} />;
  }
  const view = found.value;
  const target = { type: 'webhook' as const, id: view.id, name: view.name };
  return (
    <Page narrow>
      <PageHeader
        breadcrumb={[
          { href: paths.settings('webhooks'), label: 'Webhooks' },
          { href: paths.webhook(view.id), label: view.name },
        ]}
        title={`Change ${view.name}`}
        description="What waits to be sent goes to the new address; topics and groups hold for changes from now on."
      />
      {whyNot(actor, updateWebhook, target) ? (
        <RefusedState operation={updateWebhook.operation} />
      ) : (
        <Card>
          <EditWebhook
            webhook={view}
            groups={await groupOptions()}
            actions={recordedActions()}
            save={updateWebhookAction.bind(null, view.id)}
          />
        </Card>
      )}
    </Page>
  );
}
