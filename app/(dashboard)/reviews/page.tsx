import { loadList } from '@/app/server/load-list';
import { chosenTab } from '@/app/server/page-tabs';
import { mayAnywhere, whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { onlyOne } from '@/app/server/table-filters';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { CampaignsTable } from '@/components/reviews/campaigns-table';
import { ReviewsTable } from '@/components/reviews/reviews-table';
import { StartButton } from '@/components/reviews/start-button';
import { LinkTabs } from '@/components/ui/link-tabs';
import { Page, PageHeader } from '@/components/ui/page-header';
import { EmptyState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { createCampaign } from '@/domain/reviews/create-campaign';
import { listCampaigns } from '@/domain/reviews/list-campaigns';
import { listReviews } from '@/domain/reviews/list-reviews';

export const metadata = { title: 'Reviews' };

type TabProps = { searchParams: PageSearchParams; refusal: string | undefined };

const tabs = { reviews: ReviewsTab, campaigns: CampaignsTab };
const TABS = [
  { id: 'reviews', label: 'Reviews' },
  { id: 'campaigns', label: 'Campaigns' },
];

export default async function ReviewsPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const tab = await chosenTab(tabs, props.searchParams);
  const refusal = whyNot(actor, createCampaign, everything('reviewCampaign'));
  const Tab = tabs[tab];
  return (
    <Page>
      <PageHeader
        title="Reviews"
        description="Whether everybody still belongs where they are: their leads and administrators say so, with what was used in sight."
        actions={<StartButton refusal={refusal} />}
      />
      {mayAnywhere(actor, listCampaigns) && (
        <LinkTabs
          label="Reviews"
          tabs={TABS}
          current={tab}
          hrefOf={(id) => paths.reviews({ tab: id })}
        />
      )}
      <Tab searchParams={await props.searchParams} refusal={refusal} />
    </Page>
  );
}

async function ReviewsTab(props: TabProps) {
  const { result } = await loadList(listReviews, {
    params: props.searchParams,
    config: { facets: ['state'] },
    input: ({ filters }) => ({ state: onlyOne(['open', 'closed'] as const, filters.state) }),
  });
  return (
    <ReviewsTable
      result={result}
      empty={
        <EmptyState
          title="Nothing is reviewed yet"
          actions={<StartButton refusal={props.refusal} />}
        >
          A review asks of each member of a group whether they still belong there, with what they
          used of it.
        </EmptyState>
      }
    />
  );
}

async function CampaignsTab(props: TabProps) {
  const { result } = await loadList(listCampaigns, { params: props.searchParams });
  return <CampaignsTable result={result} start={<StartButton refusal={props.refusal} />} />;
}
