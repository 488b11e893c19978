'use client';

import { DataTable } from '@/components/data-table/data-table';
import type { DataTableColumn, TableResult } from '@/components/data-table/table-types';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { DecisionView } from '@/domain/decisions/decision-view';
import { useRowHref } from './use-row-href';
import { RANGES } from './which-log';

const none = <span className="text-faint">—</span>;
const columns: DataTableColumn<DecisionView>[] = [
  {
    id: 'request',
    header: 'Request',
    cell: (row) => <Mono>{requestLine(row)}</Mono>,
  },
  {
    id: 'outcome',
    header: 'Decision',
    cell: (row) =>
      row.outcome === 'allowed' ? (
        <StatusBadge status="allowed" />
      ) : (
        <StatusBadge status="denied" word={row.code} />
      ),
  },
  { id: 'at', header: 'When', cell: (row) => <RelativeTime date={row.at} /> },
  { id: 'operation', header: 'Operation', cell: (row) => row.operation ?? none },
  { id: 'token', header: 'Token', cell: (row) => row.token?.name ?? none },
  { id: 'identity', header: 'Acts for', cell: (row) => row.identity?.name ?? none },
  { id: 'group', header: 'Group', cell: (row) => row.group?.slug ?? none },
  {
    id: 'scope',
    header: 'Scope',
    wideOnly: true,
    hiddenByDefault: true,
    cell: (row) => row.scope ?? none,
  },
  {
    id: 'ip',
    header: 'From',
    wideOnly: true,
    cell: (row) => (row.ip ? <Mono>{row.ip}</Mono> : none),
  },
];

function requestLine(row: DecisionView): string {
  if (row.method && row.path) return `${row.method} ${row.path}`;
  return row.operation ?? row.api ?? row.code;
}

const getRowId = (row: DecisionView) => row.id;
const noun = { one: 'decision', other: 'decisions' };
const facets = [
  {
    id: 'outcome',
    label: 'Decision',
    options: [
      { value: 'allowed', label: 'Allowed' },
      { value: 'denied', label: 'Denied' },
    ],
  },
  { id: 'range', label: 'Time', options: [...RANGES] },
];

/** What the verifiers answered, newest first; a row opens everything known of it. */
export function DecisionsTable(props: { result: TableResult<DecisionView> }) {
  const hrefOf = useRowHref('decision');
  return (
    <DataTable
      id="audit-decisions"
      caption="Decisions"
      noun={noun}
      result={props.result}
      columns={columns}
      getRowId={getRowId}
      getRowLabel={requestLine}
      getRowHref={(row) => hrefOf(row.id)}
      defaultSort="-at"
      facets={facets}
      searchPlaceholder="Search, e.g. token:tok_… -outcome:allowed"
      empty={
        <EmptyState title="No decision yet">
          Each request a verifier answers appears here, allowed or denied.
        </EmptyState>
      }
    />
  );
}
