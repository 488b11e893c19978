import { createWebhookAction } from '@/app/actions/webhooks';
import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Card } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { CreateWebhook } from '@/components/webhooks/webhook-form';
import { everything } from '@/domain/base/target';
import { createWebhook } from '@/domain/webhooks/create-webhook';
import { groupOptions } from '../../group-options';
import { recordedActions } from '../recorded-actions';

export const metadata = { title: 'Create webhook' };

export default async function NewWebhookPage() {
  const actor = await requireActor();
  return (
    <Page narrow>
      <PageHeader
        breadcrumb={[{ href: paths.settings('webhooks'), label: 'Webhooks' }]}
        title="Create webhook"
        description="Messages are signed by Standard Webhooks and tried again for three days. Its secret is shown once, when it is made."
      />
      {whyNot(actor, createWebhook, everything('webhook')) ? (
        <RefusedState operation={createWebhook.operation} />
      ) : (
        <Card>
          <CreateWebhook
            groups={await groupOptions()}
            actions={recordedActions()}
            create={createWebhookAction}
          />
        </Card>
      )}
    </Page>
  );
}
