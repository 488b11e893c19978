'use client';

import { DataTable } from '@/components/data-table/data-table';
import type { DataTableColumn, TableResult } from '@/components/data-table/table-types';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { EventView } from '@/domain/audit/event-view';
import { useRowHref } from './use-row-href';
import { RANGES } from './which-log';

const none = <span className="text-faint">—</span>;
const columns: DataTableColumn<EventView>[] = [
  { id: 'action', header: 'Change', cell: (row) => <Mono>{row.action}</Mono> },
  { id: 'target', header: 'What', cell: (row) => row.target.name ?? row.target.type },
  { id: 'actor', header: 'Who', cell: (row) => row.actor.name },
  { id: 'via', header: 'Via', wideOnly: true, cell: (row) => row.via.type },
  { id: 'group', header: 'By right of', cell: (row) => row.group?.slug ?? none },
  {
    id: 'outcome',
    header: 'Outcome',
    cell: (row) => <StatusBadge status={row.outcome === 'done' ? 'success' : 'denied'} />,
  },
  { id: 'reason', header: 'Reason', wideOnly: true, cell: (row) => row.reason ?? none },
  { id: 'at', header: 'When', cell: (row) => <RelativeTime date={row.at} /> },
  { id: 'seq', header: 'Seq', align: 'end', wideOnly: true, cell: (row) => row.seq },
];
const getRowId = (row: EventView) => row.id;
const getRowLabel = (row: EventView) => `${row.action} ${row.target.name ?? ''}`;
const noun = { one: 'change', other: 'changes' };
const facets = [
  {
    id: 'outcome',
    label: 'Outcome',
    options: [
      { value: 'done', label: 'Done' },
      { value: 'denied', label: 'Denied' },
    ],
  },
  { id: 'range', label: 'Time', options: [...RANGES] },
];

/** Changes through the control plane, newest first; a row opens everything known of it. */
export function ChangesTable(props: { result: TableResult<EventView> }) {
  const hrefOf = useRowHref('event');
  return (
    <DataTable
      id="audit-changes"
      caption="Changes"
      noun={noun}
      result={props.result}
      columns={columns}
      getRowId={getRowId}
      getRowLabel={getRowLabel}
      getRowHref={(row) => hrefOf(row.id)}
      defaultSort="-at"
      facets={facets}
      searchPlaceholder="Search, e.g. action:tokens.revoke actor:name"
      empty={
        <EmptyState title="No change yet">Every change made here appears in this log.</EmptyState>
      }
    />
  );
}
