import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { PushedView } from '@/domain/scim/pushed-view';

const columns: DataTableColumn<PushedView>[] = [
  {
    id: 'name',
    header: 'Group',
    cell: ({ id, name, client }) => (
      <>
        <TextLink href={paths.pushedGroup(id)}>{name}</TextLink>
        <span className="block pb-1 font-normal break-words text-muted md:hidden">
          pushed by {client.name}
        </span>
      </>
    ),
  },
  { id: 'client', header: 'Pushed by', wideOnly: true, cell: ({ client }) => client.name },
  { id: 'members', header: 'Members', align: 'end', cell: ({ members }) => members },
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
    wideOnly: true,
    cell: ({ updatedAt }) => <RelativeTime date={updatedAt} />,
  },
  {
    id: 'state',
    header: 'State',
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
