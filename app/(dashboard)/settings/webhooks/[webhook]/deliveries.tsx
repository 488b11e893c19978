import { askIfAllowed } from '@/app/server/run';
import { paths } from '@/components/paths';
import { AutoRefresh } from '@/components/settings/auto-refresh';
import { ButtonLink } from '@/components/ui/link';
import { LinkTabs } from '@/components/ui/link-tabs';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { DeliveriesTable } from '@/components/webhooks/deliveries-table';
import { isSoon } from '@/components/webhooks/delivery-state';
import { DELIVERY_STATES } from '@/domain/webhooks/delivery-view';
import { listDeliveries } from '@/domain/webhooks/list-deliveries';
import type { WebhookView } from '@/domain/webhooks/webhook-view';

const SHOWN = 25;
/** While messages are under way, the list follows. */
const LOOK_AGAIN_SECONDS = 5;

const TABS = [
  { id: 'all', label: 'All' },
  { id: 'failed', label: 'Failed' },
  { id: 'waiting', label: 'Waiting' },
  { id: 'delivered', label: 'Delivered' },
];

/** The log of a webhook: all of it, or what is in one state. */
export async function Deliveries(props: {
  webhook: WebhookView;
  parameters: Record<string, string | string[] | undefined>;
}) {
  const { id, deliveries } = props.webhook;
  const { state: wanted, cursor } = props.parameters;
  const state = DELIVERY_STATES.find((each) => each === wanted);
  const at = typeof cursor === 'string' ? cursor : undefined;
  const found = await askIfAllowed(listDeliveries, {
    ...{ webhook: id, limit: SHOWN },
    ...(state && { state }),
    ...(at && { cursor: at }),
  });
  const { nextCursor } = found.ok ? found.value : { nextCursor: null };
  return (
    <Section
      title="Deliveries"
      description="Of the last 30 days, newest first."
      flush
      actions={
        <>
          {at && (
            <ButtonLink size="small" href={paths.webhook(id, { state })}>
              Newest
            </ButtonLink>
          )}
          {nextCursor && (
            <ButtonLink size="small" href={paths.webhook(id, { state, cursor: nextCursor })}>
              Older
            </ButtonLink>
          )}
        </>
      }
    >
      {isSoon(deliveries.nextAttemptAt) && !at && <AutoRefresh seconds={LOOK_AGAIN_SECONDS} />}
      <div className="px-4 pt-1 sm:px-0 sm:[&>nav]:px-4">
        <LinkTabs
          label="Deliveries by state"
          current={state ?? 'all'}
          tabs={TABS}
          hrefOf={(tab) => paths.webhook(id, { state: tab })}
        />
      </div>
      {found.ok ? (
        <DeliveriesTable
          rows={found.value.items}
          isPart={state !== undefined || at !== undefined}
        />
      ) : (
        <RefusedState refusal={found} operation={listDeliveries.operation} />
      )}
    </Section>
  );
}
