'use client';

import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type {
  DataTableColumn,
  FacetOption,
  TableResult,
} from '@/components/data-table/table-types';
import { formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { NameWithIcon } from '@/components/ui/identity-icon';
import { MonoId } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { IdentityView } from '@/domain/identities/identity-view';
import { GroupChips } from './group-chips';

const dash = <span className="text-faint">—</span>;

const columns: DataTableColumn<IdentityView>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (row) => <NameWithIcon type={row.type}>{row.name}</NameWithIcon>,
  },
  {
    id: 'handle',
    header: 'Email or slug',
    wideOnly: true,
    cell: (row) => <span className="text-muted">{row.email ?? row.slug}</span>,
  },
  { id: 'state', header: 'State', phone: 'end', cell: (row) => <StatusBadge status={row.state} /> },
  {
    id: 'groups',
    header: 'Groups',
    phone: 'below',
    cell: (row) => <GroupChips groups={row.groups} />,
  },
  {
    id: 'tokens',
    header: 'Live tokens',
    align: 'end',
    cell: (row) => formatNumber(row.liveTokenCount),
  },
  {
    id: 'sessions',
    header: 'Sessions',
    align: 'end',
    cell: (row) => (row.type === 'person' ? formatNumber(row.openSessionCount) : dash),
  },
  {
    id: 'lastSeenAt',
    header: 'Last seen',
    cell: (row) => (row.lastSeenAt ? <RelativeTime date={row.lastSeenAt} /> : dash),
  },
  {
    id: 'createdAt',
    header: 'Created',
    hiddenByDefault: true,
    cell: (row) => <RelativeTime date={row.createdAt} />,
  },
  {
    id: 'id',
    header: 'Id',
    hiddenByDefault: true,
    cell: (row) => <MonoId id={row.id} short noun="id" />,
  },
];
const getRowId = (row: IdentityView) => row.id;
const getRowLabel = (row: IdentityView) => row.name;
const getRowHref = (row: IdentityView) => paths.person(row.id);
const noun = { one: 'person or service account', other: 'people and service accounts' };

/** People and service accounts. */
export function PeopleTable(props: {
  result: TableResult<IdentityView>;
  groups: FacetOption[];
  create: ReactNode;
}) {
  return (
    <DataTable
      id="people"
      caption="People and service accounts"
      noun={noun}
      result={props.result}
      columns={columns}
      getRowId={getRowId}
      getRowLabel={getRowLabel}
      getRowHref={getRowHref}
      defaultSort="-createdAt"
      searchPlaceholder="Search name, email, slug"
      facets={[
        {
          id: 'type',
          label: 'Type',
          options: [
            { value: 'person', label: 'People' },
            { value: 'service', label: 'Service accounts' },
          ],
        },
        {
          id: 'state',
          label: 'State',
          options: [
            { value: 'active', label: 'Active' },
            { value: 'suspended', label: 'Suspended' },
          ],
        },
        { id: 'group', label: 'Group', options: props.groups },
      ]}
      empty={
        <EmptyState title="Nobody within your reach" actions={props.create}>
          People sign in and hold tokens; service accounts only hold tokens. They can do nothing
          until they are in a group.
        </EmptyState>
      }
    />
  );
}
