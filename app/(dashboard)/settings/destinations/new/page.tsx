import { createDestinationAction } from '@/app/actions/destinations';
import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { DestinationForm } from '@/components/settings/destination-form';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Card } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { createDestination } from '@/domain/destinations/create-destination';
import { groupOptions } from '../../group-options';

export const metadata = { title: 'Create destination' };

export default async function NewDestinationPage() {
  const actor = await requireActor();
  return (
    <Page narrow>
      <PageHeader
        breadcrumb={[{ href: paths.settings('destinations'), label: 'Destinations' }]}
        title="Create destination"
        description="Nothing goes there until a token’s schedule names it."
      />
      {whyNot(actor, createDestination, everything('destination')) ? (
        <RefusedState operation={createDestination.operation} />
      ) : (
        <Card>
          <DestinationForm groups={await groupOptions()} save={createDestinationAction} />
        </Card>
      )}
    </Page>
  );
}
