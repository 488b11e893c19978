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
    wideOnly: true,
    cell: ({ group }) => (
      <span className="inline-flex items-center gap-2">
        {group.name}
        <PrivilegedMark group={group} />
      </span>
    ),
  },
  { id: 'decision', header: 'Decision', cell: (row) => <Decided row={row} /> },
  {
    id: 'lastUsed',
    header: 'Last used',
    cell: ({ evidence }) =>
      evidence?.lastUsedAt ? (
        <RelativeTime date={evidence.lastUsedAt} />
      ) : (
        <span className="text-warn">never</span>
      ),
  },
  {
    id: 'used',
    header: 'Used in 90 days',
    align: 'end',
    wideOnly: true,
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
    wideOnly: true,
    cell: ({ memberSince, addedBy }) => (
      <>
        <RelativeTime date={memberSince} /> <span className="text-muted">by {addedBy}</span>
      </>
    ),
  },
  {
    id: 'expiresAt',
    header: 'Ends',
    wideOnly: true,
    cell: ({ expiresAt }) => (expiresAt ? <Expiry date={expiresAt} /> : dash),
  },
  {
    id: 'source',
    header: 'Source',
    hiddenByDefault: true,
    cell: ({ source, sourceName }) =>
      source === 'manual' ? <span className="text-muted">by hand</span> : (sourceName ?? source),
  },
];

/** On phones the group stands below the name, where it has no column. */
function Member(props: { row: EntryRow; onLook: (entry: EntryRow) => void }) {
  const { identity, group, role } = props.row;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <IdentityIcon type={identity.type} />
      <span className="min-w-0">
        <button
          type="button"
          onClick={() => props.onLook(props.row)}
          className="block min-h-6 max-w-full truncate rounded-sm text-left underline-offset-2 hover:underline"
        >
          {identity.name}
        </button>
        <span className="block truncate text-xs font-normal text-muted md:hidden">
          {group.name}
        </span>
      </span>
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
