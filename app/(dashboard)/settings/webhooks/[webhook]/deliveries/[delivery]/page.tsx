import { notFound } from 'next/navigation';
import { replayDeliveryAction } from '@/app/actions/webhooks';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { AutoRefresh } from '@/components/settings/auto-refresh';
import { CodeBlock } from '@/components/ui/code-block';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { MonoId } from '@/components/ui/mono-id';
import { Page, PageHeader } from '@/components/ui/page-header';
import { AbsoluteTime, RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { AttemptsLog, readableJson } from '@/components/webhooks/attempts-log';
import { DeliveryState, isSoon } from '@/components/webhooks/delivery-state';
import { ReplayDelivery } from '@/components/webhooks/webhook-buttons';
import { getDelivery } from '@/domain/webhooks/get-delivery';
import { getWebhook } from '@/domain/webhooks/get-webhook';
import { replayDelivery } from '@/domain/webhooks/replay-delivery';

export const metadata = { title: 'Delivery' };

const LOOK_AGAIN_SECONDS = 3;

export default async function DeliveryPage(props: {
  params: Promise<{ webhook: string; delivery: string }>;
}) {
  const actor = await requireActor();
  const asked = await props.params;
  const [webhook, found] = [
    await ask(getWebhook, { webhook: asked.webhook }),
    await ask(getDelivery, asked),
  ];
  if (!webhook.ok || !found.ok) {
    const refusal = webhook.ok ? found : webhook;
    if (refusal.ok || refusal.kind !== 'forbidden') notFound();
    return <RefusedState refusal={refusal} operation={getDelivery.operation} />;
  }
  const { id: webhookId, name, state: webhookState } = webhook.value;
  const delivery = found.value;
  const target = { type: 'webhook' as const, id: webhookId, name };
  const isWaiting = delivery.state === 'waiting';
  return (
    <Page>
      <PageHeader
        breadcrumb={[
          { href: paths.settings('webhooks'), label: 'Webhooks' },
          { href: paths.webhook(webhookId), label: name },
        ]}
        title={delivery.topic}
        status={<DeliveryState state={delivery.state} attempts={delivery.attempts} />}
        description={<MonoId id={delivery.id} noun="delivery id" />}
        actions={
          <ReplayDelivery
            refusal={
              isWaiting
                ? 'This message is still waiting to be sent.'
                : whyNot(actor, replayDelivery, target, { name, state: webhookState })
            }
            replay={replayDeliveryAction.bind(null, webhookId, delivery.id)}
          />
        }
      />
      {isSoon(delivery.nextAttemptAt) && <AutoRefresh seconds={LOOK_AGAIN_SECONDS} />}
      <Section title="Message">
        <DescriptionList
          items={[
            {
              label: 'Event',
              value:
                delivery.seq === null ? (
                  'None: it is a test'
                ) : (
                  <TextLink href={paths.auditEvent(delivery.messageId)}>
                    Change {delivery.seq}
                  </TextLink>
                ),
            },
            {
              label: 'webhook-id',
              value: <MonoId id={delivery.messageId} noun="webhook-id" className="max-w-full" />,
            },
            { label: 'Planned', value: <AbsoluteTime date={delivery.createdAt} /> },
            {
              label: 'Next try',
              value: delivery.nextAttemptAt && (
                <>
                  <RelativeTime date={delivery.nextAttemptAt} />,{' '}
                  <AbsoluteTime date={delivery.nextAttemptAt} />
                </>
              ),
            },
          ]}
        />
      </Section>
      <Section title="Tries" description="What came back at each, newest first." flush>
        <AttemptsLog attempts={delivery.log} />
      </Section>
      <Section
        title="Body"
        description="Laid out to be read; it is sent and signed without spaces."
      >
        <CodeBlock code={readableJson(delivery.body)} label="message body" wrap />
      </Section>
    </Page>
  );
}
