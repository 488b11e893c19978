import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatDuration } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { LastFour, Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { RotationBadge } from '@/components/ui/rotation-badge';
import { EmptyState } from '@/components/ui/states';
import type { DestinationDetail } from '@/domain/destinations/destination-view';

type Served = DestinationDetail['tokens'][number];

const columns: DataTableColumn<Served>[] = [
  {
    id: 'token',
    header: 'Token',
    cell: ({ token, secretName }) => (
      <>
        <TextLink href={paths.token(token.id, 'schedule')}>{token.name}</TextLink>{' '}
        <LastFour last4={token.last4} />
        <Mono className="block pb-1 text-muted md:hidden">{secretName}</Mono>
      </>
    ),
  },
  {
    id: 'group',
    header: 'Group',
    wideOnly: true,
    cell: ({ group }) => (
      <TextLink quiet href={paths.group(group)}>
        {group}
      </TextLink>
    ),
  },
  {
    id: 'name',
    header: 'Secret there',
    wideOnly: true,
    cell: ({ secretName }) => <Mono>{secretName}</Mono>,
  },
  {
    id: 'every',
    header: 'Every',
    align: 'end',
    wideOnly: true,
    cell: ({ everySeconds }) => formatDuration(everySeconds),
  },
  {
    id: 'next',
    header: 'Next',
    wideOnly: true,
    cell: ({ nextAt }) => <RelativeTime date={nextAt} />,
  },
  {
    id: 'state',
    header: 'Latest rotation',
    cell: ({ state, failure }) => (
      <>
        {state === null ? (
          <span className="text-muted">none yet</span>
        ) : (
          <RotationBadge state={state} />
        )}
        {failure !== null && (
          <span className="block max-w-md pb-1 whitespace-normal text-muted">{failure}</span>
        )}
      </>
    ),
  },
];

export function ServedTokens(props: { rows: Served[] }) {
  return (
    <StaticTable
      caption="Tokens that go there"
      columns={columns}
      rows={props.rows}
      getRowId={({ token }) => token.id}
      empty={
        <EmptyState title="No token goes there yet">
          Open a token of a service account, and choose this destination under Schedule.
        </EmptyState>
      }
    />
  );
}
