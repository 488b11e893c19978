import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatShortDate } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Badge } from '@/components/ui/badge';
import { TextLink } from '@/components/ui/link';
import { Mono, MonoId, TokenHint } from '@/components/ui/mono-id';
import { PrivilegedMark } from '@/components/ui/privileged-mark';
import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import { IdentityName } from './identity-name';
import { LastUsed } from './last-used';
import { TokenName } from './token-name';
import type { TokenRow } from './token-row';
import { TokenStatus } from './token-status';

export const tokenColumns: DataTableColumn<TokenRow>[] = [
  { id: 'name', header: 'Name', sortable: true, cell: (row) => <TokenName token={row} /> },
  {
    id: 'status',
    header: 'Status',
    phone: 'end',
    cell: (row) => (
      <span className="block max-w-32 truncate 2xl:max-w-64">
        <TokenStatus token={row} />
      </span>
    ),
  },
  {
    id: 'identity',
    header: 'Acts for',
    phone: 'below',
    cell: (row) => <IdentityName identity={row.identity} className="xl:max-w-36" />,
  },
  {
    id: 'group',
    header: 'Group',
    phone: 'below',
    cell: (row) => (
      <span className="inline-flex max-w-full min-w-0 items-center gap-1.5 align-middle xl:max-w-36">
        <TextLink quiet href={paths.group(row.group.slug)} className="min-w-0 truncate">
          {row.group.name}
        </TextLink>
        <PrivilegedMark compact group={row.group} />
      </span>
    ),
  },
  {
    id: 'expiresAt',
    header: 'Expires',
    phone: 'below',
    sortable: true,
    // Short-lived tokens always end soon: only what the status calls expiring is amber.
    cell: (row) => (
      <>
        <span className="max-md:hidden">
          <Expiry date={row.expiresAt} soonDays={row.status === 'expiring' ? 7 : 0} />
        </span>
        <span className="md:hidden">{formatShortDate(row.expiresAt, 'UTC')}</span>
      </>
    ),
  },
  {
    id: 'lastUsedAt',
    header: 'Last used',
    sortable: true,
    cell: (row) => <LastUsed at={row.lastUsedAt} ip={row.lastIp} />,
  },
  {
    id: 'scopes',
    header: 'Scopes',
    hiddenByDefault: true,
    cell: (row) => <ScopesCell scopes={row.scopes} />,
  },
  {
    id: 'hint',
    header: 'Secret',
    hiddenByDefault: true,
    cell: (row) => <TokenHint prefix={row.prefix} first={row.first4} last={row.last4} />,
  },
  {
    id: 'createdAt',
    header: 'Created',
    sortable: true,
    hiddenByDefault: true,
    cell: (row) => <RelativeTime date={row.createdAt} />,
  },
  {
    id: 'createdBy',
    header: 'Created by',
    hiddenByDefault: true,
    cell: (row) => row.createdBy,
  },
  {
    id: 'id',
    header: 'Id',
    hiddenByDefault: true,
    cell: (row) => <MonoId id={row.id} short noun="token id" />,
  },
];

/** The restriction of a token: all of its group, one scope by name, or how many. */
function ScopesCell(props: { scopes: string[] | null }) {
  const { scopes } = props;
  if (scopes === null) return <span className="text-muted">All</span>;
  const [first, ...rest] = scopes;
  if (first === undefined) return <span className="text-danger">None left</span>;
  return (
    <span className="inline-flex max-w-44 items-center gap-1.5 align-middle">
      <Mono className="truncate">{first}</Mono>
      {rest.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the other names must be reachable by keyboard
        <span tabIndex={0} data-tooltip={scopes.join('\n')} className="rounded-sm">
          <Badge>+{rest.length}</Badge>
        </span>
      )}
    </span>
  );
}
