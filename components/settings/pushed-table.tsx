import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { Counted } from '@/components/ui/counted';
import { TextLink } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { PushedView } from '@/domain/scim/pushed-view';

const columns: DataTableColumn<PushedView>[] = [
  {
    id: 'name',
    header: 'Group',
    cell: ({ id, name }) => <TextLink href={paths.pushedGroup(id)}>{name}</TextLink>,
  },
  {
    id: 'client',
    header: 'Pushed by',
    phone: 'below',
    cell: ({ client }) => (
      <>
        <span className="md:hidden">by </span>
        {client.name}
      </>
    ),
  },
  {
    id: 'members',
    header: 'Members',
    align: 'end',
    phone: 'below',
    cell: ({ members }) => <Counted count={members} noun="member" />,
  },
  {
    id: 'leads',
    header: 'Leads to',
    cell: ({ mappings }) =>
      mappings.length === 0 ? (
        <span className="text-muted">nowhere</span>
      ) : (
        mappings
          .map(({ group, role }) => (role === 'lead' ? `${group.name} (lead)` : group.name))
          .join(', ')
      ),
  },
  {
    id: 'pushed',
    header: 'Last push',
    cell: ({ updatedAt }) => <RelativeTime date={updatedAt} />,
  },
  {
    id: 'state',
    header: 'State',
    phone: 'end',
    cell: ({ problem }) => (
      <StatusBadge
        status={problem ? 'failed' : 'success'}
        word={problem ? 'Needs a look' : 'In step'}
      />
    ),
  },
];

/** The groups that provisioning clients push. */
export function PushedTable(props: { rows: PushedView[]; isPast: boolean }) {
  return (
    <StaticTable
      caption="Pushed groups"
      columns={columns}
      rows={props.rows}
      getRowId={({ id }) => id}
      empty={
        <EmptyState title={props.isPast ? 'No more groups' : 'No group was pushed yet'}>
          Give the provider the address and a token, assign groups there, and start provisioning:
          they appear here with the first push.
        </EmptyState>
      }
    />
  );
}
