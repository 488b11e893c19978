import { notFound } from 'next/navigation';
import { cache } from 'react';
import { loadList } from '@/app/server/load-list';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { onlyOne } from '@/app/server/table-filters';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { CampaignFacts } from '@/components/reviews/campaign-facts';
import { CampaignForm } from '@/components/reviews/campaign-form';
import { EndCampaign } from '@/components/reviews/end-campaign';
import { ReviewsTable } from '@/components/reviews/reviews-table';
import { Page, PageHeader } from '@/components/ui/page-header';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { CampaignView } from '@/domain/reviews/campaign-view';
import { endCampaign } from '@/domain/reviews/end-campaign';
import { getCampaign } from '@/domain/reviews/list-campaigns';
import { listReviews } from '@/domain/reviews/list-reviews';
import { updateCampaign } from '@/domain/reviews/update-campaign';
import { endCampaignAction, updateCampaignAction } from '../../actions';
import { loadGroupOptions } from '../../load-groups';

type CampaignPageProps = {
  params: Promise<{ campaign: string }>;
  searchParams: Promise<PageSearchParams>;
};

/** The campaign of the address, asked once a request; unknown or out of reach is the not-found page. */
const loadCampaign = cache(async (campaign: string) => {
  const found = await ask(getCampaign, { campaign });
  if (!found.ok && (found.kind === 'not_found' || found.kind === 'invalid')) notFound();
  return found;
});

export async function generateMetadata(props: CampaignPageProps) {
  const found = await loadCampaign((await props.params).campaign);
  return { title: found.ok ? found.value.name : 'Campaign' };
}

export default async function CampaignPage(props: CampaignPageProps) {
  const actor = await requireActor();
  const found = await loadCampaign((await props.params).campaign);
  if (!found.ok) {
    return (
      <Page>
        <RefusedState refusal={found} operation={getCampaign.operation} />
      </Page>
    );
  }
  const campaign = found.value;
  const { id, name, nextAt, endedAt } = campaign;
  const target = { type: 'reviewCampaign', id, name } as const;
  const mayUpdate = !endedAt && !whyNot(actor, updateCampaign, target);
  return (
    <Page>
      <PageHeader
        title={name}
        breadcrumb={[{ href: paths.reviews({ tab: 'campaigns' }), label: 'Campaigns' }]}
        status={endedAt && <StatusBadge boxed status="ended" />}
        description={
          nextAt && (
            <span>
              Next review <AbsoluteTime date={nextAt} />
            </span>
          )
        }
        actions={
          !endedAt && (
            <EndCampaign
              name={name}
              refusal={whyNot(actor, endCampaign, target)}
              end={endCampaignAction.bind(null, id)}
            />
          )
        }
      />
      <ReviewsOf campaign={campaign} searchParams={await props.searchParams} />
      {mayUpdate ? (
        <Section title="Terms" description="They hold for the reviews that follow.">
          <CampaignForm
            campaign={campaign}
            groups={await loadGroupOptions()}
            save={updateCampaignAction.bind(null, id)}
          />
        </Section>
      ) : (
        <CampaignFacts campaign={campaign} />
      )}
    </Page>
  );
}

async function ReviewsOf(props: { campaign: CampaignView; searchParams: PageSearchParams }) {
  const { result } = await loadList(listReviews, {
    params: props.searchParams,
    config: { facets: ['state'] },
    input: ({ filters }) => ({
      campaign: props.campaign.id,
      state: onlyOne(['open', 'closed'] as const, filters.state),
    }),
  });
  return (
    <ReviewsTable
      result={result}
      empty={<EmptyState title="No review has opened yet">The first opens on its day.</EmptyState>}
    />
  );
}
