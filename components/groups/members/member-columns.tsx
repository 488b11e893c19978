import { classNames } from '@/components/class-names';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { Badge } from '@/components/ui/badge';
import { Counted } from '@/components/ui/counted';
import { NameWithIcon } from '@/components/ui/identity-icon';
import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import { StatusBadge } from '@/components/ui/status-badge';
import type { MemberRow } from './member-row';

const dash = <span className="text-faint">—</span>;

export const ROLE_WORDS = { member: 'Member', lead: 'Lead' } as const;

export const memberColumns: DataTableColumn<MemberRow>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (row) => (
      <span
        className={classNames(
          'flex min-w-0 items-center gap-1.5',
          row.edit?.kind === 'remove' && 'text-muted line-through decoration-danger',
        )}
      >
        <NameWithIcon type={row.identity.type}>{row.identity.name}</NameWithIcon>
        {row.source !== 'manual' && <Badge>Managed by {row.addedBy}</Badge>}
      </span>
    ),
  },
  {
    id: 'handle',
    header: 'Email or slug',
    wideOnly: true,
    cell: (row) => <span className="text-muted">{row.identity.handle}</span>,
  },
  { id: 'state', header: 'State', phone: 'end', cell: (row) => <MemberState row={row} /> },
  {
    id: 'role',
    header: 'Role',
    phone: 'below',
    cell: (row) => (
      <span className="inline-flex items-center gap-1.5">
        {row.role === 'lead' ? <Badge tone="accent">Lead</Badge> : 'Member'}
        {row.role !== row.saved.role && (
          <span className="text-xs text-muted">was {ROLE_WORDS[row.saved.role].toLowerCase()}</span>
        )}
      </span>
    ),
  },
  {
    id: 'until',
    header: 'Until',
    phone: 'below',
    cell: (row) =>
      row.expiresAt === null ? (
        <>
          <span className="max-md:hidden">{dash}</span>
          <span className="md:hidden">no end date</span>
        </>
      ) : (
        <>
          <span className="md:hidden">until </span>
          <Expiry date={row.expiresAt} />
        </>
      ),
  },
  {
    id: 'tokens',
    header: 'Live tokens',
    align: 'end',
    phone: 'below',
    cell: (row) => <Counted count={row.liveTokenCount} noun="token" />,
  },
  { id: 'added', header: 'Added', cell: (row) => <RelativeTime date={row.addedAt} /> },
  { id: 'addedBy', header: 'Added by', hiddenByDefault: true, cell: (row) => row.addedBy },
  {
    id: 'source',
    header: 'Source',
    hiddenByDefault: true,
    cell: (row) =>
      row.source === 'manual' ? 'Manual' : `${row.source.toUpperCase()}: ${row.addedBy}`,
  },
];

function MemberState(props: { row: MemberRow }) {
  const { row } = props;
  if (row.edit?.kind === 'remove') return <StatusBadge status="revoked" word="Will be removed" />;
  if (row.edit?.kind === 'change') return <StatusBadge status="pending" word="Will change" />;
  if (row.ended) return <StatusBadge status="ended" />;
  return <StatusBadge status={row.identity.state} />;
}
