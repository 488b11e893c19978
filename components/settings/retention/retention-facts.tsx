import { formatBytes, formatCount, formatDate } from '@/components/format/format';
import { DescriptionList } from '@/components/ui/description-list';
import type { RetentionView } from '@/domain/retention/get-retention';
import { keptWords, type RetentionDraft } from './retention-words';

/** The policy, for those who can't change it. */
export function RetentionFacts({ policy }: { policy: RetentionDraft }) {
  const { decisionsDays, noticesDays, holdReason } = policy;
  return (
    <DescriptionList
      items={[
        { label: 'Decisions', value: keptWords(decisionsDays) },
        { label: 'Notices', value: keptWords(noticesDays) },
        { label: 'Hold', value: holdReason ?? 'None' },
      ]}
    />
  );
}

/** What of each kind is kept now. */
export function KeptFacts({ view }: { view: RetentionView }) {
  const { kept, due, notices, changes } = view;
  const oldest = kept.oldest && `, the oldest of ${formatDate(kept.oldest, 'UTC')}`;
  return (
    <DescriptionList
      items={[
        {
          label: 'Decisions',
          value:
            kept.rows === 0
              ? 'None of days before today'
              : `About ${formatCount(kept.rows, 'decision')} of ${formatCount(kept.days, 'day')}${oldest ?? ''} (${formatBytes(kept.bytes)})`,
        },
        {
          label: 'Kept long enough',
          value:
            due.days === 0
              ? 'None'
              : `About ${formatCount(due.rows, 'decision')} of ${formatCount(due.days, 'day')}`,
        },
        {
          label: 'Notices',
          value: `${formatCount(notices.kept, 'notice')}${notices.due > 0 ? `, ${notices.due} due` : ''}`,
        },
        {
          label: 'Changes',
          value: `${formatCount(changes, 'change')}: one chain, kept for good`,
        },
      ]}
    />
  );
}
