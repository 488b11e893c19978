import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { CampaignForm } from '@/components/reviews/campaign-form';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { createCampaign } from '@/domain/reviews/create-campaign';
import { createCampaignAction } from '../actions';
import { loadGroupOptions } from '../load-groups';

export const metadata = { title: 'Start reviewing' };

export default async function NewCampaignPage() {
  const actor = await requireActor();
  const refused = whyNot(actor, createCampaign, everything('reviewCampaign'));
  return (
    <Page narrow>
      <PageHeader
        title="Start reviewing"
        breadcrumb={[{ href: paths.reviews(), label: 'Reviews' }]}
        description="A campaign opens a review of its groups: once, or again and again."
      />
      {refused ? (
        <RefusedState operation={createCampaign.operation} />
      ) : (
        <CampaignForm groups={await loadGroupOptions()} save={createCampaignAction} />
      )}
    </Page>
  );
}
