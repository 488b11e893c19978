import { formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Progress } from '@/components/ui/progress';
import { Stat } from '@/components/ui/stat';
import type { ReviewView } from '@/domain/reviews/review-view';

/** How far a review has come, and what is to come of it; each number leads to its memberships. */
export function ReviewProgress(props: { review: ReviewView }) {
  const { id, entries, undecided, waiting, outcomes, state } = props.review;
  const decided = entries - undecided;
  const to = (value: string) => paths.review(id, { state: value });
  const stats =
    state === 'closed'
      ? [
          { label: 'Kept', value: outcomes.kept },
          { label: 'Ended', value: outcomes.ended },
          { label: 'End sooner', value: outcomes.shortened },
          { label: 'To end at the provider', value: outcomes.atProvider },
          { label: 'Gone before', value: outcomes.gone },
        ]
      : [
          { label: 'Undecided', value: undecided, href: to('undecided') },
          { label: 'To keep', value: waiting.keep, href: to('keep') },
          { label: 'To end', value: waiting.end, href: to('end') },
          { label: 'To end sooner', value: waiting.shorten, href: to('shorten') },
          {
            label: 'Applied',
            value: entries - undecided - waiting.keep - waiting.end - waiting.shorten,
            href: to('settled'),
          },
        ];
  return (
    <section aria-label="Progress" className="space-y-3">
      {state !== 'closed' && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          <span>
            {formatNumber(decided)} of {formatNumber(entries)} decided
          </span>
          <span className="min-w-40 flex-1">
            <Progress label="Decided" value={decided} max={Math.max(1, entries)} />
          </span>
        </div>
      )}
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-5">
        {stats.map(({ value, ...stat }) => (
          <Stat key={stat.label} {...stat} value={formatNumber(value)} />
        ))}
      </div>
    </section>
  );
}
