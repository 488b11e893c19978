import { notFound } from 'next/navigation';
import { updateDestinationAction } from '@/app/actions/destinations';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { DestinationForm } from '@/components/settings/destination-form';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Card } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { getDestination } from '@/domain/destinations/get-destination';
import { updateDestination } from '@/domain/destinations/update-destination';
import { groupOptions } from '../../../group-options';

export const metadata = { title: 'Change destination' };

export default async function EditDestinationPage(props: {
  params: Promise<{ destination: string }>;
}) {
  const actor = await requireActor();
  const { destination } = await props.params;
  const found = await ask(getDestination, { destination });
  if (!found.ok) {
    if (found.kind !== 'forbidden') notFound();
    return <RefusedState refusal={found} operation={getDestination.operation} />;
  }
  const view = found.value;
  const target = { type: 'destination' as const, id: view.id, name: view.name };
  return (
    <Page narrow>
      <PageHeader
        breadcrumb={[
          { href: paths.settings('destinations'), label: 'Destinations' },
          { href: paths.destination(view.id), label: view.name },
        ]}
        title={`Change ${view.name}`}
      />
      {whyNot(actor, updateDestination, target) ? (
        <RefusedState operation={updateDestination.operation} />
      ) : (
        <>
          {view.scheduled > 0 && (
            <Notice
              tone="warn"
              title={`The next secrets of ${formatCount(view.scheduled, 'token')} go to the changed place`}
            >
              <p>What was written to the place before stays there, and ends with its token.</p>
            </Notice>
          )}
          <Card>
            <DestinationForm
              destination={view}
              groups={await groupOptions()}
              save={updateDestinationAction.bind(null, view.id)}
            />
          </Card>
        </>
      )}
    </Page>
  );
}
