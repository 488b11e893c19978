import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import type { ReviewView } from '@/domain/reviews/review-view';
import { UNREVIEWED_WORDS } from './review-words';

const REMINDERS = [7, 1];

/** When a review is over, what then becomes of the undecided, and when its reviewers are reminded. */
export function ReviewFactsLine(props: { review: ReviewView }) {
  const { state, openedAt, dueAt, closedAt, unreviewed } = props.review;
  return (
    <>
      <span>
        Opened <RelativeTime date={openedAt} />
      </span>
      {state === 'closed' ? (
        <span>
          Closed <RelativeTime date={closedAt ?? dueAt} />
        </span>
      ) : (
        <span>
          Deadline <Expiry date={dueAt} />
        </span>
      )}
      {state !== 'closed' && <span>Undecided members {UNREVIEWED_WORDS[unreviewed]} then</span>}
      {state === 'open' && <span>{remindersOf(props.review)}</span>}
    </>
  );
}

/** Those of the reminders that the time between opening and deadline has room for. */
function remindersOf({ openedAt, dueAt, remindedDays }: ReviewView): string {
  const openDays = (Date.parse(dueAt) - Date.parse(openedAt)) / 86_400_000;
  const coming = REMINDERS.filter((days) => days < openDays && days < (remindedDays ?? 1_000));
  const said =
    remindedDays === null ? 'Reviewers were told' : `Reminded ${daysBefore(remindedDays)}`;
  return coming.length === 0 ? said : `${said}; next reminder ${daysBefore(coming[0] ?? 1)}`;
}

const daysBefore = (days: number) => (days === 1 ? 'a day before' : `${days} days before`);
