import { formatCount } from '@/components/format/format';
import { GroupLinks } from '@/components/settings/group-links';
import { CopyButton } from '@/components/ui/copy-button';
import { DescriptionList } from '@/components/ui/description-list';
import { Mono } from '@/components/ui/mono-id';
import { AbsoluteTime, RelativeTime } from '@/components/ui/relative-time';
import type { WebhookView } from '@/domain/webhooks/webhook-view';
import { topicWords } from './topic-words';

const OUTCOMES = { done: 'Only what was done', denied: 'Only what was denied' };

/** Everything a webhook is made of, and how it has fared for a day. */
export function WebhookFacts({ webhook }: { webhook: WebhookView }) {
  const { url, topics, groups, outcome, deliveries, createdAt, createdBy } = webhook;
  return (
    <DescriptionList
      items={[
        {
          label: 'Address',
          value: (
            <span className="flex items-center gap-1">
              <Mono className="min-w-0 break-all">{url}</Mono>
              <CopyButton text={url} label="Copy address" />
            </span>
          ),
        },
        { label: 'Topics', value: <Topics topics={topics} /> },
        { label: 'Groups', value: <GroupLinks groups={groups} /> },
        {
          label: 'Outcome',
          value: outcome === null ? 'What was done and what was denied' : OUTCOMES[outcome],
        },
        { label: 'Secret', value: <Secret webhook={webhook} /> },
        {
          label: 'Last 24 hours',
          value: `${formatCount(deliveries.delivered, 'message')} delivered, ${deliveries.failed} failed, ${deliveries.waiting} waiting`,
        },
        {
          label: 'Created',
          value: (
            <>
              by <bdi>{createdBy.name}</bdi>, <AbsoluteTime date={createdAt} />
            </>
          ),
        },
      ]}
    />
  );
}

function Topics({ topics }: { topics: string[] }) {
  if (topics.includes('*')) return <>{topicWords('*')}</>;
  return (
    <ul className="space-y-0.5">
      {topics.map((topic) => (
        <li key={topic}>
          {topicWords(topic)} <Mono className="text-muted">{topic}</Mono>
        </li>
      ))}
    </ul>
  );
}

function Secret({ webhook }: { webhook: WebhookView }) {
  const { secretSetAt, previousSecretUntil } = webhook;
  if (previousSecretUntil === null) {
    return (
      <>
        Set <RelativeTime date={secretSetAt} />
      </>
    );
  }
  return (
    <>
      Two while it is rotated: the new one, set <RelativeTime date={secretSetAt} />, and the one
      before until <AbsoluteTime date={previousSecretUntil} />
    </>
  );
}
