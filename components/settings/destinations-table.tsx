import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { DestinationView } from '@/domain/destinations/destination-view';
import { KINDS } from './place-fields';

const columns: DataTableColumn<DestinationView>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'max-w-52',
    cell: ({ id, name }) => <TextLink href={paths.destination(id)}>{name}</TextLink>,
  },
  { id: 'kind', header: 'Kind', cell: ({ kind }) => KINDS[kind].label },
  {
    id: 'where',
    header: 'Where',
    phone: 'below',
    width: 'max-w-52',
    cell: ({ where }) => <Mono>{where}</Mono>,
  },
  {
    id: 'test',
    header: 'Last test',
    cell: ({ test }) => <TestState test={test} />,
  },
  {
    id: 'tokens',
    header: 'Tokens',
    align: 'end',
    phone: 'end',
    cell: ({ scheduled, failing }) =>
      failing > 0 ? (
        <StatusBadge
          status="failed"
          word={`${failing} of ${formatCount(scheduled, 'token')} failing`}
        />
      ) : (
        formatCount(scheduled, 'token')
      ),
  },
];

export function TestState({ test }: { test: DestinationView['test'] }) {
  if (test.testedAt === null) {
    return test.askedAt === null ? (
      <span className="text-muted">never</span>
    ) : (
      <StatusBadge status="pending" word="Waiting for a worker" />
    );
  }
  return (
    <StatusBadge
      status={test.passed ? 'success' : 'failed'}
      word={test.passed ? 'Works' : 'Failed'}
    />
  );
}

/** Everywhere that secrets of rotated tokens can go. */
export function DestinationsTable(props: { rows: DestinationView[] }) {
  return (
    <StaticTable
      caption="Destinations"
      columns={columns}
      rows={props.rows}
      getRowId={({ id }) => id}
      empty={
        <EmptyState title="No destination yet">
          Create one, and tokens of service accounts can rotate into it on a schedule: nobody has to
          carry a secret there.
        </EmptyState>
      }
    />
  );
}
