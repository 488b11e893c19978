'use client';

import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { DataTableColumn, Facet, TableResult } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { Counted } from '@/components/ui/counted';
import { RelativeTime } from '@/components/ui/relative-time';
import type { IncidentView } from '@/domain/incidents/incident-view';

const columns: DataTableColumn<IncidentView>[] = [
  { id: 'title', header: 'Incident', cell: ({ title }) => title },
  {
    id: 'state',
    header: 'State',
    phone: 'end',
    cell: ({ closedAt }) =>
      closedAt ? (
        <span className="text-muted">
          Closed <RelativeTime date={closedAt} />
        </span>
      ) : (
        'Open'
      ),
  },
  {
    id: 'openedAt',
    header: 'Opened',
    phone: 'below',
    cell: ({ openedAt }) => <RelativeTime date={openedAt} />,
  },
  { id: 'openedBy', header: 'By', phone: 'below', cell: ({ openedBy }) => openedBy.name },
  {
    id: 'entries',
    header: 'Entries',
    align: 'end',
    phone: 'below',
    cell: ({ entryCount }) => <Counted count={entryCount} noun="entry" plural="entries" />,
  },
];
const facets: Facet[] = [
  {
    id: 'state',
    label: 'State',
    options: [
      { value: 'open', label: 'Open' },
      { value: 'closed', label: 'Closed' },
    ],
  },
];
const getRowId = ({ id }: IncidentView) => id;
const getRowLabel = ({ title }: IncidentView) => title;
const getRowHref = ({ id }: IncidentView) => paths.incident(id);
const noun = { one: 'incident', other: 'incidents' };

/** Incidents, newest first. */
export function IncidentsTable(props: { result: TableResult<IncidentView>; empty: ReactNode }) {
  return (
    <DataTable
      id="incidents"
      caption="Incidents"
      noun={noun}
      result={props.result}
      columns={columns}
      facets={facets}
      getRowId={getRowId}
      getRowLabel={getRowLabel}
      getRowHref={getRowHref}
      defaultSort="-openedAt"
      searchPlaceholder="Search title"
      empty={props.empty}
    />
  );
}
