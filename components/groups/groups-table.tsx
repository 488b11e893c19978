'use client';

import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { DataTableColumn, Facet, TableResult } from '@/components/data-table/table-types';
import { formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Counted } from '@/components/ui/counted';
import { Mono, MonoId } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { GroupView } from '@/domain/groups/group-view';
import { GroupBadges } from './group-badges';

const columns: DataTableColumn<GroupView>[] = [
  { id: 'name', header: 'Name', cell: (group) => group.name },
  {
    id: 'state',
    header: 'State',
    phone: 'end',
    cell: (group) => <StatusBadge status={group.state} />,
  },
  {
    id: 'badges',
    header: 'Kind',
    cell: (group) => (
      <span className="flex gap-1.5">
        <GroupBadges group={group} />
      </span>
    ),
  },
  { id: 'slug', header: 'Slug', wideOnly: true, cell: (group) => <Mono>{group.slug}</Mono> },
  {
    id: 'members',
    header: 'Members',
    phone: 'below',
    align: 'end',
    cell: (group) => <Counted count={group.memberCount} noun="member" />,
  },
  {
    id: 'tokens',
    header: 'Live tokens',
    phone: 'below',
    align: 'end',
    cell: (group) => <Counted count={group.liveTokenCount} noun="live token" />,
  },
  {
    id: 'operations',
    header: 'Operations',
    phone: 'below',
    align: 'end',
    cell: (group) => <Counted count={group.operationCount} noun="operation" />,
  },
  {
    id: 'scopes',
    header: 'Scopes',
    align: 'end',
    cell: (group) => formatNumber(group.scopes.length),
  },
  {
    id: 'createdAt',
    header: 'Created',
    hiddenByDefault: true,
    cell: (group) => <RelativeTime date={group.createdAt} />,
  },
  {
    id: 'id',
    header: 'Id',
    hiddenByDefault: true,
    cell: (group) => <MonoId id={group.id} short noun="group id" />,
  },
];
const getRowId = (group: GroupView) => group.id;
const getRowLabel = (group: GroupView) => group.name;
const getRowHref = (group: GroupView) => paths.group(group.slug);
const noun = { one: 'group', other: 'groups' };
const facets: Facet[] = [
  {
    id: 'state',
    label: 'State',
    options: [
      { value: 'active', label: 'Active' },
      { value: 'frozen', label: 'Frozen' },
    ],
  },
];

/** The list of groups. */
export function GroupsTable(props: { result: TableResult<GroupView>; create: ReactNode }) {
  return (
    <DataTable
      id="groups"
      caption="Groups"
      noun={noun}
      result={props.result}
      columns={columns}
      getRowId={getRowId}
      getRowLabel={getRowLabel}
      getRowHref={getRowHref}
      defaultSort="-createdAt"
      facets={facets}
      searchPlaceholder="Search groups"
      empty={
        <EmptyState title="No groups within your reach" actions={props.create}>
          A group says what its members’ tokens open. Once somebody adds you to one, it is listed
          here.
        </EmptyState>
      }
    />
  );
}
