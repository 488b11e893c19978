import { loadList } from '@/app/server/load-list';
import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { ReviewGroupsTable } from '@/components/reviews/groups-table';
import type { Actor } from '@/domain/base/actor';
import { applyReview } from '@/domain/reviews/apply-review';
import { type GroupInReview, listReviewGroups } from '@/domain/reviews/list-review-groups';
import { overOf } from '@/domain/reviews/review-rules';
import type { ReviewView } from '@/domain/reviews/review-view';
import { applyAction } from '../actions';

export async function GroupsTab(props: { review: ReviewView; searchParams: PageSearchParams }) {
  const { review } = props;
  const actor = await requireActor();
  const { result } = await loadList(listReviewGroups, {
    params: props.searchParams,
    config: { defaultSort: 'name' },
    input: () => ({ review: review.id }),
    toRow: (group) => ({ ...group, refusal: whyNotApplied(actor, review, group) }),
  });
  return (
    <ReviewGroupsTable
      review={review.id}
      result={result}
      apply={applyAction.bind(null, review.id)}
    />
  );
}

/** Why what was decided of a group can't be applied now; null where it can. */
function whyNotApplied(
  actor: Actor,
  { id, name, state }: ReviewView,
  { id: groupId, waiting }: GroupInReview,
): string | null {
  if (state !== 'open') return overOf(name);
  const refused = whyNot(actor, applyReview, { type: 'review', id, name, groupIds: [groupId] });
  if (refused !== undefined) return refused;
  const decided = waiting.keep + waiting.end + waiting.shorten;
  return decided > 0 ? null : 'Nothing is decided here that is not done';
}
