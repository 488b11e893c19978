import { chosenTab } from '@/app/server/page-tabs';
import { mayAnywhere, whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { ReviewActions } from '@/components/reviews/review-actions';
import { ReviewFactsLine } from '@/components/reviews/review-facts-line';
import { ReviewProgress } from '@/components/reviews/review-progress';
import { STATE_STATUS, titleOf } from '@/components/reviews/review-words';
import { TextLink } from '@/components/ui/link';
import { LinkTabs } from '@/components/ui/link-tabs';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page-header';
import { StatusBadge } from '@/components/ui/status-badge';
import { listEvents } from '@/domain/audit/list-events';
import { everything } from '@/domain/base/target';
import { closeReview } from '@/domain/reviews/close-review';
import { exportReview } from '@/domain/reviews/export-review';
import { getCampaign } from '@/domain/reviews/list-campaigns';
import { closeAction } from '../actions';
import { GroupsTab } from './groups-tab';
import { loadReview } from './load-review';
import { MembersTab } from './members-tab';

type ReviewPageProps = {
  params: Promise<{ review: string }>;
  searchParams: Promise<PageSearchParams>;
};

const tabs = { members: MembersTab, groups: GroupsTab };

export async function generateMetadata(props: ReviewPageProps) {
  return { title: titleOf(await loadReview((await props.params).review)) };
}

export default async function ReviewPage(props: ReviewPageProps) {
  const actor = await requireActor();
  const review = await loadReview((await props.params).review);
  const tab = await chosenTab(tabs, props.searchParams);
  const Tab = tabs[tab];
  const target = { type: 'review', id: review.id, name: review.name } as const;
  return (
    <Page>
      <PageHeader
        title={titleOf(review)}
        breadcrumb={[{ href: paths.reviews(), label: 'Reviews' }]}
        status={<StatusBadge boxed {...STATE_STATUS[review.state]} />}
        description={
          <>
            <ReviewFactsLine review={review} />
            {mayAnywhere(actor, getCampaign) && (
              <TextLink href={paths.reviewCampaign(review.campaign.id)}>Campaign</TextLink>
            )}
            {mayAnywhere(actor, listEvents) && (
              <TextLink href={paths.audit({ q: `target:${review.id}` })}>Audit log</TextLink>
            )}
          </>
        }
        actions={
          <ReviewActions
            review={review}
            refusals={{
              close: whyNot(actor, closeReview, target),
              export: whyNot(actor, exportReview, everything('system')),
            }}
            close={closeAction.bind(null, review.id)}
          />
        }
      />
      {review.state === 'settling' && (
        <Notice tone="info" title="The deadline has passed">
          What was decided is being applied, group by group. It takes about a minute.
        </Notice>
      )}
      <ReviewProgress review={review} />
      <LinkTabs
        label="Review"
        tabs={[
          { id: 'members', label: 'Members', count: review.entries },
          { id: 'groups', label: 'Groups', count: review.groups },
        ]}
        current={tab}
        hrefOf={(id) => paths.review(review.id, { tab: id })}
      />
      <Tab review={review} searchParams={await props.searchParams} />
    </Page>
  );
}
