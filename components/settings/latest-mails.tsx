import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { LatestMail } from '@/domain/mail/get-mail';

const STATES = {
  sent: <StatusBadge status="success" word="Sent" />,
  given_up: <StatusBadge status="failed" word="Gave up" />,
  waiting: <StatusBadge status="lagging" word="Trying again" />,
};

const columns: DataTableColumn<LatestMail>[] = [
  {
    id: 'to',
    header: 'To',
    cell: ({ to, notices, at, error }) => (
      <>
        <TextLink href={paths.person(to.id)}>{to.name}</TextLink>
        <span className="block pb-1 font-normal break-words whitespace-normal text-muted md:hidden">
          {formatCount(notices, 'notice')} · <RelativeTime date={at} />
          {error && ` · ${error}`}
        </span>
      </>
    ),
  },
  {
    id: 'notices',
    header: 'Notices',
    align: 'end',
    wideOnly: true,
    cell: ({ notices }) => notices,
  },
  { id: 'outcome', header: 'Outcome', cell: ({ outcome }) => STATES[outcome] },
  {
    id: 'reason',
    header: 'Reason',
    wideOnly: true,
    cell: ({ error }) =>
      error ? (
        <span className="break-words whitespace-normal">{error}</span>
      ) : (
        <span className="text-faint">—</span>
      ),
  },
  { id: 'at', header: 'When', wideOnly: true, cell: ({ at }) => <RelativeTime date={at} /> },
];

/** The newest mails with notices: sent, or why not. */
export function LatestMails(props: { mails: LatestMail[]; isConfigured: boolean }) {
  return (
    <StaticTable
      caption="Latest mails"
      columns={columns}
      rows={props.mails}
      getRowId={({ to, at, outcome }) => `${to.id} ${at} ${outcome}`}
      empty={
        <EmptyState title="No mail was sent yet">
          {props.isConfigured
            ? 'A notice that stays unread for a minute is mailed, with all others of the same person.'
            : 'Nothing is mailed until a server is set up; notices are shown in the dashboard.'}
        </EmptyState>
      }
    />
  );
}
