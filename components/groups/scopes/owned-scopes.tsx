import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { Counted } from '@/components/ui/counted';
import { TextLink } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState } from '@/components/ui/states';
import type { GrantedScope } from '@/domain/authority/granted-scopes';

const columns: DataTableColumn<GrantedScope>[] = [
  {
    id: 'name',
    header: 'Scope',
    cell: (scope) => (
      <TextLink quiet href={paths.scope(scope.api.slug, scope.id)} className="font-mono text-xs">
        {scope.name}
      </TextLink>
    ),
  },
  {
    id: 'api',
    header: 'API',
    phone: 'below',
    cell: (scope) => (
      <TextLink quiet href={paths.api(scope.api.slug)}>
        {scope.api.name}
      </TextLink>
    ),
  },
  {
    id: 'operations',
    header: 'Operations',
    align: 'end',
    phone: 'end',
    cell: (scope) => <Counted count={scope.operations.length} noun="operation" />,
  },
  {
    id: 'granted',
    header: 'Granted',
    phone: 'below',
    cell: (scope) => (
      <>
        <RelativeTime date={scope.grantedAt} />{' '}
        <span className="text-muted">by {scope.grantedBy}</span>
      </>
    ),
  },
];

/** The scopes a group owns, for those who can't change them. */
export function OwnedScopes(props: { groupName: string; scopes: GrantedScope[] }) {
  return (
    <Section title="Scopes" description="What every token of the group opens." flush>
      <StaticTable
        caption={`Scopes of ${props.groupName}`}
        columns={columns}
        rows={props.scopes}
        getRowId={(scope) => scope.id}
        empty={
          <EmptyState title="No scopes yet">
            Tokens of <bdi>{props.groupName}</bdi> open nothing until an administrator gives it
            scopes.
          </EmptyState>
        }
      />
    </Section>
  );
}
