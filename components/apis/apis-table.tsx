'use client';

import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { DataTableColumn, TableResult } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { Badge } from '@/components/ui/badge';
import { Counted } from '@/components/ui/counted';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { ApiView } from '@/domain/apis/api-view';
import { apiAddress } from './api-address';

const none = <span className="text-faint">—</span>;

const columns: DataTableColumn<ApiView>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (api) => (
      <>
        {api.name} {api.builtIn && <Badge className="ml-1">Built-in</Badge>}
        {api.state === 'frozen' && <StatusBadge status="frozen" />}
      </>
    ),
  },
  { id: 'slug', header: 'Slug', phone: 'end', cell: (api) => <Mono>{api.slug}</Mono> },
  {
    id: 'address',
    header: 'Host and base path',
    cell: (api) => {
      const address = apiAddress(api);
      return address ? <Mono>{address}</Mono> : none;
    },
  },
  {
    id: 'operations',
    header: 'Operations',
    align: 'end',
    phone: 'below',
    cell: (api) => <Counted count={api.operationCount} noun="operation" />,
  },
  {
    id: 'scopes',
    header: 'Scopes',
    align: 'end',
    phone: 'below',
    cell: (api) => <Counted count={api.scopeCount} noun="scope" />,
  },
  {
    id: 'groups',
    header: 'Groups',
    align: 'end',
    phone: 'below',
    cell: (api) => <Counted count={api.groupCount} noun="group" />,
  },
  {
    id: 'version',
    header: 'Document',
    cell: (api) => (api.document?.version ? <Mono>{api.document.version}</Mono> : none),
  },
  {
    id: 'importedAt',
    header: 'Imported',
    cell: (api) => (api.document ? <RelativeTime date={api.document.importedAt} /> : none),
  },
];
const getRowId = (api: ApiView) => api.id;
const getRowLabel = (api: ApiView) => api.name;
const getRowHref = (api: ApiView) => paths.api(api.slug);
const noun = { one: 'API', other: 'APIs' };

/** The list of APIs. */
export function ApisTable(props: { result: TableResult<ApiView>; create: ReactNode }) {
  return (
    <DataTable
      id="apis"
      caption="APIs"
      noun={noun}
      result={props.result}
      columns={columns}
      getRowId={getRowId}
      getRowLabel={getRowLabel}
      getRowHref={getRowHref}
      defaultSort="-createdAt"
      searchPlaceholder="Search APIs"
      empty={
        <EmptyState title="No APIs within your reach" actions={props.create}>
          Create the API you want to protect, then import its OpenAPI document: its operations are
          what scopes are made of.
        </EmptyState>
      }
    />
  );
}
