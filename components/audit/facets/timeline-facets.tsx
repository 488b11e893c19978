'use client';

import { AskedProblem } from '@/components/asking/asked-problem';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { formatNumber } from '@/components/format/format';
import { parseQuery } from '@/domain/history/query/parse-query';
import { askedView } from '../query/asked-view';
import { rangeOf, termsOf, type View, withValueToggled } from '../query/edit-query';
import { useTimelineAddress } from '../timeline/use-timeline-address';
import { FacetRail } from './facet-rail';
import { type Counts, facetsQuestion } from './facets-question';
import { FacetsSkeleton } from './facets-skeleton';

/** Of which rows the counts are. */
function wordsFor(view: View, { counted }: Counts): string {
  const last = rangeOf(view, 0).from === null ? ' of the last 24 hours' : '';
  if (counted.every(({ isAll }) => isAll)) return `All${last}`;
  return `The newest ${formatNumber(Math.max(...counted.map(({ rows }) => rows)))} rows${last}`;
}

/** The rail of what is shown now; a click adds a term to the query, or takes it away. */
export function TimelineFacets() {
  const { view, show } = useTimelineAddress();
  const asked = useAskedValue(facetsQuestion, parseQuery(view.q).ok ? askedView(view) : null);
  if (asked.latest === undefined) {
    return asked.status === 'asking' ? (
      <FacetsSkeleton />
    ) : (
      <AskedProblem asked={asked} title="The counts could not be read" />
    );
  }
  return (
    <FacetRail
      of={wordsFor(view, asked.latest)}
      facets={asked.latest.facets}
      terms={termsOf(view.q)}
      isBusy={asked.status === 'asking'}
      onToggle={(wanted) => show({ q: withValueToggled(view.q, wanted) })}
    />
  );
}
