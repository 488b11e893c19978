import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { ProviderView } from '@/domain/sso/provider-view';

const columns: DataTableColumn<ProviderView>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ slug, name }) => <TextLink href={paths.ssoProvider(slug)}>{name}</TextLink>,
  },
  {
    id: 'issuer',
    header: 'Issuer',
    phone: 'below',
    cell: ({ issuer }) => <Mono>{issuer}</Mono>,
  },
  {
    id: 'state',
    header: 'Sign-in',
    phone: 'end',
    cell: ({ enabled }) => (
      <StatusBadge status={enabled ? 'success' : 'failed'} word={enabled ? 'On' : 'Off'} />
    ),
  },
  {
    id: 'last',
    header: 'Last sign-in',
    cell: ({ lastSignInAt }) =>
      lastSignInAt ? (
        <RelativeTime date={lastSignInAt} />
      ) : (
        <span className="text-muted">never</span>
      ),
  },
  {
    id: 'mappings',
    header: 'Groups',
    align: 'end',
    phone: 'below',
    cell: ({ mappings }) => formatCount(mappings.length, 'mapping'),
  },
];

/** The identity providers that people sign in with. */
export function ProvidersTable(props: { rows: ProviderView[] }) {
  return (
    <StaticTable
      caption="Identity providers"
      columns={columns}
      rows={props.rows}
      getRowId={({ id }) => id}
      empty={
        <EmptyState title="No provider yet">
          Add the OpenID Connect provider of your company: people then sign in with the account they
          have, and its groups can give memberships.
        </EmptyState>
      }
    />
  );
}
