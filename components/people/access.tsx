import type { z } from 'zod';
import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { EmptyState } from '@/components/ui/states';
import type { explainIdentity } from '@/domain/access/explain-identity';
import { MembershipLine } from './membership-line';

type Explained = z.output<typeof explainIdentity.output>;
type OpenedApi = Explained['apis'][number];

const columns: DataTableColumn<OpenedApi>[] = [
  {
    id: 'name',
    header: 'API',
    width: 'w-full max-w-0 min-w-24',
    cell: (api) => (
      <TextLink quiet href={paths.api(api.slug)}>
        {api.name}
      </TextLink>
    ),
  },
  {
    id: 'operations',
    header: 'Operations',
    align: 'end',
    cell: (api) => formatNumber(api.operationCount),
  },
  {
    id: 'total',
    header: 'Of all',
    align: 'end',
    cell: (api) => <span className="text-muted">{formatNumber(api.totalCount)}</span>,
  },
];

/** What somebody can open, by API and by the groups that give it. */
export function Access(props: { name: string; access: Explained }) {
  const { memberships, apis } = props.access;
  if (memberships.length === 0) {
    return (
      <Section title="Access" flush>
        <EmptyState title={`${props.name} can do nothing`}>
          Power comes through groups, and there is no group of theirs within your reach. Add them on
          the Members tab of a group.
        </EmptyState>
      </Section>
    );
  }
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Section
        flush
        title="Through groups"
        description="Each token acts in one of these groups, and opens what its scopes hold now."
      >
        <ul className="divide-y divide-line">
          {memberships.map((membership) => (
            <MembershipLine key={membership.group.id} membership={membership} />
          ))}
        </ul>
      </Section>
      <Section
        flush
        title="By API"
        description={`${formatCount(
          apis.reduce((sum, api) => sum + api.operationCount, 0),
          'operation',
        )} through living memberships.`}
      >
        <StaticTable
          caption="Operations by API"
          columns={columns}
          rows={apis}
          getRowId={(api) => api.id}
          empty={
            <EmptyState title="Opens nothing now">
              The memberships have ended, or their groups are frozen or own no scopes.
            </EmptyState>
          }
        />
      </Section>
    </div>
  );
}
