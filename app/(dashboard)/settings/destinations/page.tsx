import { whyNot } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { DestinationsTable } from '@/components/settings/destinations-table';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { ButtonLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { createDestination } from '@/domain/destinations/create-destination';
import { listDestinations } from '@/domain/destinations/list-destinations';

export const metadata = { title: 'Destinations' };

export default async function DestinationsPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const { cursor } = await props.searchParams;
  const found = await askIfAllowed(listDestinations, {
    ...(typeof cursor === 'string' && { cursor }),
  });
  const mayCreate = whyNot(actor, createDestination, everything('destination')) === undefined;
  return (
    <SettingsFrame current="destinations">
      {found.ok ? (
        <Section
          title="Destinations"
          description="Where the secrets of tokens go that rotate on a schedule."
          flush
          actions={
            <>
              {typeof cursor === 'string' && (
                <ButtonLink size="small" href={paths.settings('destinations')}>
                  Newest
                </ButtonLink>
              )}
              {found.value.nextCursor && (
                <ButtonLink
                  size="small"
                  href={`${paths.settings('destinations')}?cursor=${found.value.nextCursor}`}
                >
                  Older
                </ButtonLink>
              )}
              {mayCreate && (
                <ButtonLink size="small" variant="primary" href={paths.destinationNew()}>
                  Create destination
                </ButtonLink>
              )}
            </>
          }
        >
          <DestinationsTable rows={found.value.items} />
        </Section>
      ) : (
        <RefusedState refusal={found} operation={listDestinations.operation} />
      )}
    </SettingsFrame>
  );
}
