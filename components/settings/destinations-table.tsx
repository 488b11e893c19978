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
    cell: ({ id, name, where }) => (
      <>
        <TextLink href={paths.destination(id)}>{name}</TextLink>
        <span className="block pb-1 font-normal break-words text-muted md:hidden">{where}</span>
      </>
    ),
  },
  { id: 'kind', header: 'Kind', wideOnly: true, cell: ({ kind }) => KINDS[kind].label },
  { id: 'where', header: 'Where', wideOnly: true, cell: ({ where }) => <Mono>{where}</Mono> },
  {
    id: 'test',
    header: 'Last test',
    wideOnly: true,
    cell: ({ test }) => <TestState test={test} />,
  },
  {
    id: 'tokens',
    header: 'Tokens',
    align: 'end',
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
