import { loadList } from '@/app/server/load-list';
import { mayAnywhere } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { onlyOne, references } from '@/app/server/table-filters';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { EntriesTable } from '@/components/reviews/entries-table';
import { decideEntries } from '@/domain/reviews/decide-entries';
import { listEntries } from '@/domain/reviews/list-entries';
import { listReviewGroups } from '@/domain/reviews/list-review-groups';
import { ENTRY_STATES } from '@/domain/reviews/review-facts';
import { overOf, whyNotDecided } from '@/domain/reviews/review-rules';
import type { ReviewView } from '@/domain/reviews/review-view';
import { decideAction } from '../actions';

export async function MembersTab(props: { review: ReviewView; searchParams: PageSearchParams }) {
  const { review } = props;
  const actor = await requireActor();
  const { result } = await loadList(listEntries, {
    params: props.searchParams,
    config: { facets: ['state', 'group', 'privileged'], defaultSort: 'position' },
    input: ({ filters }) => ({
      review: review.id,
      state: statesIn(filters.state),
      group: references(filters.group),
      privileged: onlyOne(['true'] as const, filters.privileged),
    }),
    toRow: (entry) => ({ ...entry, refusals: whyNotDecided(actor, review, entry) }),
  });
  const refusal = mayAnywhere(actor, decideEntries)
    ? undefined
    : 'Only administrators and the leads of a group review it';
  return (
    <EntriesTable
      result={result}
      groups={await groupOptions(review.id)}
      decide={decideAction.bind(null, review.id)}
      refusal={review.state === 'open' ? refusal : overOf(review.name)}
    />
  );
}

function statesIn(chosen: readonly string[] = []) {
  const states = ENTRY_STATES.filter((state) => chosen.includes(state));
  return states.length > 0 ? states : undefined;
}

async function groupOptions(review: string) {
  const groups = await askIfAllowed(listReviewGroups, { review, limit: 200 });
  // The table beside it says what was refused.
  if (!groups.ok) return [];
  return groups.value.items.map(({ slug, name, undecided }) => ({
    value: slug,
    label: name,
    count: undecided,
  }));
}
