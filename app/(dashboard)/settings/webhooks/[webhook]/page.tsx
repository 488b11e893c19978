import { notFound } from 'next/navigation';
import {
  deleteWebhookAction,
  rotateSecretAction,
  setWebhookStateAction,
  testWebhookAction,
} from '@/app/actions/webhooks';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { ButtonLink } from '@/components/ui/link';
import { MonoId } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { RotateSecret } from '@/components/webhooks/rotate-secret';
import {
  DeleteWebhook,
  DisableWebhook,
  EnableWebhook,
} from '@/components/webhooks/webhook-buttons';
import { WebhookFacts } from '@/components/webhooks/webhook-facts';
import { WebhookTest } from '@/components/webhooks/webhook-test';
import { WebhookState } from '@/components/webhooks/webhooks-table';
import { deleteWebhook } from '@/domain/webhooks/delete-webhook';
import { getWebhook } from '@/domain/webhooks/get-webhook';
import { rotateWebhookSecret } from '@/domain/webhooks/rotate-secret';
import { testWebhook } from '@/domain/webhooks/test-webhook';
import { updateWebhook } from '@/domain/webhooks/update-webhook';
import { Deliveries } from './deliveries';
import { newestTest } from './newest-test';

export const metadata = { title: 'Webhook' };

type Parameters = Record<string, string | string[] | undefined>;

export default async function WebhookPage(props: {
  params: Promise<{ webhook: string }>;
  searchParams: Promise<Parameters>;
}) {
  const actor = await requireActor();
  const { webhook } = await props.params;
  const found = await ask(getWebhook, { webhook });
  if (!found.ok) {
    if (found.kind !== 'forbidden') notFound();
    return <RefusedState refusal={found} operation={getWebhook.operation} />;
  }
  const view = found.value;
  const { id, name, state, deliveries } = view;
  const target = { type: 'webhook' as const, id, name };
  const notChanged = whyNot(actor, updateWebhook, target);
  const enable = (
    <EnableWebhook
      name={name}
      refusal={notChanged}
      enable={setWebhookStateAction.bind(null, id, 'active')}
    />
  );
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ href: paths.settings('webhooks'), label: 'Webhooks' }]}
        title={name}
        status={<WebhookState state={state} boxed />}
        description={<MonoId id={id} noun="webhook id" />}
        actions={
          <>
            {notChanged === undefined && (
              <ButtonLink href={paths.webhookEdit(id)}>Change</ButtonLink>
            )}
            <RotateSecret
              name={name}
              hasPrevious={view.previousSecretUntil !== null}
              refusal={whyNot(actor, rotateWebhookSecret, target)}
              rotate={rotateSecretAction.bind(null, id)}
            />
            {state === 'active' && (
              <DisableWebhook
                name={name}
                waiting={deliveries.waiting}
                refusal={notChanged}
                disable={setWebhookStateAction.bind(null, id, 'disabled')}
              />
            )}
            <DeleteWebhook
              name={name}
              waiting={deliveries.waiting}
              refusal={whyNot(actor, deleteWebhook, target)}
              remove={deleteWebhookAction.bind(null, id)}
            />
          </>
        }
      />
      {state === 'disabled' && (
        <Notice tone="warn" title={view.disabledReason ?? 'It is disabled.'} actions={enable}>
          <p>
            Nothing is sent to it, and what changes until it is enabled is not sent later. What
            waited is under Failed, and can be replayed then.
          </p>
        </Notice>
      )}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Section title="What it is told">
          <WebhookFacts webhook={view} />
        </Section>
        <Section title="Test">
          <WebhookTest
            test={await newestTest(id)}
            refusal={whyNot(actor, testWebhook, target, view)}
            send={testWebhookAction.bind(null, id)}
          />
        </Section>
      </div>
      <Deliveries webhook={view} parameters={await props.searchParams} />
    </Page>
  );
}
