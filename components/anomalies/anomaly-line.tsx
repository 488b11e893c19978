import type { ReactNode } from 'react';
import { TextLink } from '@/components/ui/link';
import { LastFour } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { AnomalyActs, type AnomalyRow, type Dismiss, subjectPath } from './anomaly-acts';

/** One anomaly in words: what it is about, what was seen, and what can be done. Its list gives the padding. */
export function AnomalyLine(props: {
  anomaly: AnomalyRow;
  dismiss: Dismiss;
  /** What stops the token, where the list offers it. */
  stop?: ReactNode;
  className: string;
}) {
  const { title, text, subject, raisedAt, dismissedAt, dismissedBy } = props.anomaly;
  return (
    <li
      className={`flex min-w-0 flex-wrap items-start justify-between gap-x-3 gap-y-1 text-sm ${props.className}`}
    >
      <span className="min-w-0 flex-1 basis-60">
        <TextLink href={subjectPath(props.anomaly)} className="break-words">
          {title}
        </TextLink>{' '}
        {subject.last4 && <LastFour last4={subject.last4} />}{' '}
        <RelativeTime date={raisedAt} className="text-muted" />
        <span className="block max-w-prose break-words text-muted">{text}</span>
        {dismissedAt && (
          <span className="block">
            Dismissed by <bdi>{dismissedBy?.name}</bdi> <RelativeTime date={dismissedAt} />
          </span>
        )}
      </span>
      <AnomalyActs anomaly={props.anomaly} dismiss={props.dismiss} stop={props.stop} />
    </li>
  );
}
