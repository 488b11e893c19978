import { whyNot } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { ButtonLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { WebhooksTable } from '@/components/webhooks/webhooks-table';
import { everything } from '@/domain/base/target';
import { createWebhook } from '@/domain/webhooks/create-webhook';
import { listWebhooks } from '@/domain/webhooks/list-webhooks';

export const metadata = { title: 'Webhooks' };

export default async function WebhooksPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const { cursor } = await props.searchParams;
  const found = await askIfAllowed(listWebhooks, {
    ...(typeof cursor === 'string' && { cursor }),
  });
  const mayCreate = whyNot(actor, createWebhook, everything('webhook')) === undefined;
  const here = paths.settings('webhooks');
  return (
    <SettingsFrame current="webhooks">
      {found.ok ? (
        <Section
          title="Webhooks"
          description="Programs of yours that are told of changes as they happen."
          flush
          actions={
            <>
              {typeof cursor === 'string' && (
                <ButtonLink size="small" href={here}>
                  Newest
                </ButtonLink>
              )}
              {found.value.nextCursor && (
                <ButtonLink size="small" href={`${here}?cursor=${found.value.nextCursor}`}>
                  Older
                </ButtonLink>
              )}
              {mayCreate && (
                <ButtonLink size="small" variant="primary" href={paths.webhookNew()}>
                  Create webhook
                </ButtonLink>
              )}
            </>
          }
        >
          <WebhooksTable rows={found.value.items} isPast={typeof cursor === 'string'} />
        </Section>
      ) : (
        <RefusedState refusal={found} operation={listWebhooks.operation} />
      )}
    </SettingsFrame>
  );
}
