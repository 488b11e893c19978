import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatNumber } from '@/components/format/format';
import { Badge } from '@/components/ui/badge';
import { IdentityIcon } from '@/components/ui/identity-icon';
import { PrivilegedMark } from '@/components/ui/privileged-mark';
import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import { StatusBadge } from '@/components/ui/status-badge';
import type { EntryRow } from './entry-row';
import { DECISION_WORDS, OUTCOME_WORDS } from './review-words';

const dash = <span className="text-faint">—</span>;

/** @param onLook opens the evidence of a membership */
export const entryColumns = (onLook: (entry: EntryRow) => void): DataTableColumn<EntryRow>[] => [
  { id: 'name', header: 'Member', cell: (row) => <Member row={row} onLook={onLook} /> },
  {
    id: 'group',
    header: 'Group',
    phone: 'below',
    cell: ({ group }) => (
      <span className="inline-flex max-w-full min-w-0 items-center gap-2 align-middle">
        <span className="min-w-0 truncate">{group.name}</span>
        <span className="inline-flex max-md:hidden">
          <PrivilegedMark group={group} />
        </span>
        <span className="inline-flex md:hidden">
          <PrivilegedMark compact group={group} />
        </span>
      </span>
    ),
  },
  { id: 'decision', header: 'Decision', phone: 'end', cell: (row) => <Decided row={row} /> },
  {
    id: 'lastUsed',
    header: 'Last used',
    phone: 'below',
    cell: ({ evidence }) =>
      evidence?.lastUsedAt ? (
        <RelativeTime date={evidence.lastUsedAt} />
      ) : (
        <span className="text-warn">
          never<span className="md:hidden"> used</span>
        </span>
      ),
  },
  {
    id: 'used',
    header: 'Used in 90 days',
    align: 'end',
    cell: ({ evidence }) =>
      evidence ? (
        <span className={evidence.used.length === 0 ? 'text-warn' : undefined}>
          {formatNumber(evidence.used.length)} of {formatNumber(evidence.granted)}
        </span>
      ) : (
        dash
      ),
  },
  {
    id: 'since',
    header: 'Member since',
    cell: ({ memberSince }) => <RelativeTime date={memberSince} />,
  },
  {
    id: 'expiresAt',
    header: 'Ends',
    cell: ({ expiresAt }) => (expiresAt ? <Expiry date={expiresAt} /> : dash),
  },
  {
    id: 'addedBy',
    header: 'Added by',
    hiddenByDefault: true,
    cell: ({ addedBy }) => addedBy,
  },
  {
    id: 'source',
    header: 'Source',
    hiddenByDefault: true,
    cell: ({ source, sourceName }) =>
      source === 'manual' ? <span className="text-muted">by hand</span> : (sourceName ?? source),
  },
];

function Member(props: { row: EntryRow; onLook: (entry: EntryRow) => void }) {
  const { identity, role } = props.row;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <IdentityIcon type={identity.type} />
      <button
        type="button"
        onClick={() => props.onLook(props.row)}
        className="block min-h-6 min-w-0 truncate rounded-sm text-left underline-offset-2 hover:underline"
      >
        {identity.name}
      </button>
      {role === 'lead' && <Badge>Lead</Badge>}
      {identity.state === 'suspended' && <StatusBadge status="suspended" />}
    </span>
  );
}

function Decided({ row: { decision, settled, source } }: { row: EntryRow }) {
  if (settled) {
    const status = settled.outcome === 'kept' ? 'success' : 'ended';
    return <StatusBadge status={status} word={OUTCOME_WORDS[settled.outcome]} />;
  }
  if (!decision) return <StatusBadge status="pending" word="Undecided" />;
  if (decision.decision === 'keep') return <StatusBadge status="success" word="Keep" />;
  if (decision.decision === 'end') {
    const word = source === 'manual' ? DECISION_WORDS.end : 'End at the provider';
    return <StatusBadge status="denied" word={word} />;
  }
  return (
    <span className="inline-flex items-center gap-1">
      <StatusBadge status="expiring" word="End" />
      {decision.until && <Expiry date={decision.until} />}
    </span>
  );
}
