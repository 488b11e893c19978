import { formatCount } from '@/components/format/format';
import { CodeBlock } from '@/components/ui/code-block';
import { DescriptionList } from '@/components/ui/description-list';
import { Mono } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';

const EXAMPLE = [
  'SMTP_URL=smtps://keyward:password@smtp.example.com',
  'MAIL_FROM="Keyward <keyward@example.com>"',
].join('\n');

export interface ShownMail {
  readonly isConfigured: boolean | null;
  readonly server: string | null;
  readonly sender: string | null;
  readonly checkedAt: string | null;
  readonly sentAt: string | null;
  readonly error: string | null;
  readonly failedAt: string | null;
  readonly waiting: number;
}

/** Whether mail is set up, as the worker that sends it says, and how it gets on; else how to set it up. */
export function MailStanding({ mail }: { mail: ShownMail }) {
  const { isConfigured, server, sender, checkedAt, sentAt, error, failedAt, waiting } = mail;
  return (
    <div className="space-y-4">
      {isConfigured === true && error !== null && (
        <Notice tone="danger" title="The last mail was not sent">
          <p className="break-words">{error}</p>
          {failedAt && (
            <p className="text-muted">
              <RelativeTime date={failedAt} />. It is tried again for three days.
            </p>
          )}
        </Notice>
      )}
      {isConfigured === true && error === null && <Notice tone="ok" title="Mail is set up" />}
      {isConfigured !== true && <NotSetUp isKnown={isConfigured === false} />}
      {isConfigured !== null && (
        <DescriptionList
          items={[
            ...(isConfigured
              ? [
                  { label: 'Server', value: server && <Mono className="break-all">{server}</Mono> },
                  { label: 'From', value: sender },
                  { label: 'Last sent', value: sentAt && <RelativeTime date={sentAt} /> },
                ]
              : []),
            { label: 'Waiting', value: formatCount(waiting, 'unread notice') },
            { label: 'Said by a worker', value: checkedAt && <RelativeTime date={checkedAt} /> },
          ]}
        />
      )}
    </div>
  );
}

function NotSetUp({ isKnown }: { isKnown: boolean }) {
  return (
    <>
      <Notice
        tone="warn"
        title={isKnown ? 'Mail is not set up' : 'No worker has said yet whether mail is set up'}
      >
        <p>
          {isKnown
            ? 'Nothing is mailed; everybody finds their notices in the dashboard.'
            : 'A worker says so within a minute of its start.'}
        </p>
      </Notice>
      <div className="space-y-2 text-sm">
        <p>
          Give the worker these variables and start it again. The login stays in its environment:
          Keyward shows and stores the host alone.
        </p>
        <CodeBlock code={EXAMPLE} label="variables of mail" />
        <p className="text-muted">
          <code className="text-xs">smtps://</code> is encrypted from the start,{' '}
          <code className="text-xs">smtp://</code> begins with STARTTLS where the server offers it.
        </p>
      </div>
    </>
  );
}
