'use client';

import { useMemo } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { DataTableColumn, TableResult } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { Badge } from '@/components/ui/badge';
import { Counted } from '@/components/ui/counted';
import { ButtonLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import type { ScopeView } from '@/domain/scopes/scope-view';

export type ScopeRow = Omit<ScopeView, 'operations'> & { operationCount: number };

const SHOWN_GROUPS = 3;

const columns: DataTableColumn<ScopeRow>[] = [
  {
    id: 'name',
    header: 'Scope',
    cell: (scope) => (
      <>
        <Mono>{scope.name}</Mono> {scope.builtIn && <Badge className="ml-1">Built-in</Badge>}
      </>
    ),
  },
  {
    id: 'description',
    header: 'Description',
    cell: (scope) => <span className="text-muted">{scope.description}</span>,
  },
  {
    id: 'operations',
    header: 'Operations',
    align: 'end',
    phone: 'end',
    cell: (scope) => <Counted count={scope.operationCount} noun="operation" />,
  },
  {
    id: 'groups',
    header: 'Groups',
    phone: 'below',
    cell: (scope) => <Groups groups={scope.groups} />,
  },
  {
    id: 'tokens',
    header: 'Live tokens',
    align: 'end',
    phone: 'below',
    cell: (scope) => <Counted count={scope.liveTokenCount} noun="live token" />,
  },
  {
    id: 'updatedAt',
    header: 'Changed',
    cell: (scope) => <RelativeTime date={scope.updatedAt} />,
  },
];
const getRowId = (scope: ScopeRow) => scope.id;
const getRowLabel = (scope: ScopeRow) => scope.name;
const noun = { one: 'scope', other: 'scopes' };

function Groups(props: { groups: ScopeRow['groups'] }) {
  if (props.groups.length === 0) return <span className="text-muted">No group</span>;
  const names = props.groups.slice(0, SHOWN_GROUPS).map((group) => group.name);
  const more = props.groups.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` +${more}` : ''}`;
}

/** The scopes of one API. */
export function ScopesTable(props: {
  apiSlug: string;
  hasOperations: boolean;
  result: TableResult<ScopeRow>;
}) {
  const { apiSlug } = props;
  const getRowHref = useMemo(() => (scope: ScopeRow) => paths.scope(apiSlug, scope.id), [apiSlug]);
  return (
    <DataTable
      id="scopes"
      caption="Scopes"
      noun={noun}
      result={props.result}
      columns={columns}
      getRowId={getRowId}
      getRowLabel={getRowLabel}
      getRowHref={getRowHref}
      defaultSort="-createdAt"
      searchPlaceholder="Search scopes"
      empty={
        <EmptyState
          title="No scopes within your reach"
          actions={
            props.hasOperations ? (
              <ButtonLink variant="primary" href={paths.scopeNew(apiSlug)}>
                Create scope
              </ButtonLink>
            ) : (
              <ButtonLink variant="primary" href={paths.apiImport(apiSlug)}>
                Import operations
              </ButtonLink>
            )
          }
        >
          A scope names an exact set of operations, such as invoices:read. Groups own scopes, and
          tokens open what their group’s scopes hold.
        </EmptyState>
      }
    />
  );
}
