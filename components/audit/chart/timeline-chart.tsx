'use client';

import { AskedProblem } from '@/components/asking/asked-problem';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { parseQuery } from '@/domain/history/query/parse-query';
import { askedView } from '../query/asked-view';
import { rangeOf, type View, withRange } from '../query/edit-query';
import { useTimelineAddress } from '../timeline/use-timeline-address';
import { ChartSkeleton } from './chart-skeleton';
import { type Counted, histogramQuestion } from './histogram-question';
import { RangeFields } from './range-fields';
import { TimeChart } from './time-chart';

/** Without a beginning the last day of it is counted, though the list goes further back. */
function titleOf(view: View, { from, countedFrom }: Counted): string {
  if (countedFrom > from) return 'The newest part, which is all that could be counted in time';
  return rangeOf(view, 0).from === null ? 'Last 24 hours' : 'All of it';
}

/** When what is shown happened, and the ways to look at another time. */
export function TimelineChart() {
  const { view, show } = useTimelineAddress();
  const asked = useAskedValue(histogramQuestion, parseQuery(view.q).ok ? askedView(view) : null);
  const { latest } = asked;
  return (
    <section
      aria-label="When it happened"
      className="space-y-3 rounded-lg border border-line bg-surface p-3"
    >
      <AskedProblem asked={asked} title="The chart could not be read" />
      {latest === undefined && asked.status === 'asking' && <ChartSkeleton />}
      {latest && latest.buckets.length > 0 && (
        <TimeChart
          counted={latest}
          title={titleOf(view, latest)}
          isBusy={asked.status === 'asking'}
          onZoom={(from, to) => show(withRange(view, { from, to }))}
        />
      )}
      <RangeFields view={view} onShow={show} />
    </section>
  );
}
