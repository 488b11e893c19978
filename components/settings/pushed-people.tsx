import { StaticTable } from '@/components/data-table/static-table';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';

interface PushedPerson {
  readonly id: string;
  readonly name: string;
  readonly state: 'active' | 'suspended';
}

/** Who is in a pushed group, the first by name. */
export function PushedPeople(props: { people: PushedPerson[]; members: number; client: string }) {
  const { people, members, client } = props;
  return (
    <Section
      title="Members"
      description={
        people.length < members
          ? `The first ${people.length} of ${formatCount(members, 'member')}, by name.`
          : formatCount(members, 'member')
      }
      flush
    >
      <StaticTable
        caption="Members of the pushed group"
        columns={[
          {
            id: 'name',
            header: 'Person',
            cell: ({ id, name }) => <TextLink href={paths.person(id)}>{name}</TextLink>,
          },
          {
            id: 'state',
            header: 'State',
            phone: 'end',
            cell: ({ state }) => <StatusBadge status={state} />,
          },
        ]}
        rows={people}
        getRowId={({ id }) => id}
        empty={
          <EmptyState title="Nobody is in it">
            {client} has pushed the group without members, or with some that it has not made.
          </EmptyState>
        }
      />
    </Section>
  );
}
