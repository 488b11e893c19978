'use client';

import { DataTable } from '@/components/data-table/data-table';
import type {
  DataTableColumn,
  FacetOption,
  TableResult,
} from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { EmptyState } from '@/components/ui/states';
import type { ShownChain } from './chain-links';
import { WhyPopover } from './why-popover';

/** An operation that somebody's groups open, with every way in which they do. */
export type OpenedOperation = {
  operation: ShownChain['operation'];
  chains: ShownChain[];
};

const columns: DataTableColumn<OpenedOperation>[] = [
  {
    id: 'name',
    header: 'Operation',
    cell: ({ operation }) => <Mono className="block truncate">{operation.name}</Mono>,
  },
  {
    id: 'request',
    header: 'Request',
    phone: 'line',
    cell: ({ operation: { method, pathTemplate } }) =>
      method ? (
        <Mono className="text-muted">
          {method} {pathTemplate}
        </Mono>
      ) : (
        <span className="text-faint">Action</span>
      ),
  },
  { id: 'api', header: 'API', cell: ({ operation }) => operation.api.name },
  {
    id: 'groups',
    header: 'Through group',
    phone: 'below',
    cell: ({ chains }) => (
      <span className="flex flex-col">
        {chains.map(({ group }) => (
          <TextLink key={group.slug} quiet href={paths.group(group.slug)}>
            {group.name}
          </TextLink>
        ))}
      </span>
    ),
  },
  {
    id: 'why',
    header: 'Chain',
    phone: 'end',
    cell: ({ operation, chains }) => <WhyPopover of={operation.name} chains={chains} />,
  },
];

const getRowId = ({ operation }: OpenedOperation) => `${operation.api.slug} ${operation.name}`;
const getRowLabel = ({ operation }: OpenedOperation) => operation.name;
const noun = { one: 'operation', other: 'operations' };

/** Every operation that somebody may call now, a page at a time. */
export function OpenedOperations(props: {
  name: string;
  result: TableResult<OpenedOperation>;
  apis: FacetOption[];
}) {
  return (
    <DataTable
      id="opened-operations"
      caption={`Operations that ${props.name} may call`}
      noun={noun}
      result={props.result}
      columns={columns}
      getRowId={getRowId}
      getRowLabel={getRowLabel}
      defaultSort="name"
      searchPlaceholder="Search name, path, summary"
      facets={[{ id: 'api', label: 'API', options: props.apis }]}
      empty={
        <EmptyState title="Opens nothing now">
          The memberships have ended, or their groups are frozen or own no scopes.
        </EmptyState>
      }
    />
  );
}
