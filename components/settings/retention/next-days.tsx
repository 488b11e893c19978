import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatBytes, formatDate, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import type { RetentionView } from '@/domain/retention/get-retention';

type NextDay = RetentionView['next'][number] & { readonly isDue: boolean };
type Hold = NextDay['heldBy'][number];

const columns: DataTableColumn<NextDay>[] = [
  { id: 'day', header: 'Decisions of', cell: ({ day }) => formatDate(day, 'UTC') },
  {
    id: 'rows',
    header: 'About',
    align: 'end',
    phone: 'below',
    cell: ({ rows }) => (
      <>
        {formatNumber(rows)}
        <span className="md:hidden"> decisions</span>
      </>
    ),
  },
  {
    id: 'bytes',
    header: 'Size',
    align: 'end',
    phone: 'below',
    cell: ({ bytes }) => formatBytes(bytes),
  },
  { id: 'when', header: 'Goes', phone: 'end', cell: (day) => <When {...day} /> },
  {
    id: 'held',
    header: 'Held by',
    phone: 'below',
    cell: ({ heldBy }) =>
      heldBy.length === 0 ? (
        <span className="text-muted">
          <span className="md:hidden">held by </span>nothing
        </span>
      ) : (
        <span className="whitespace-normal">
          {heldBy.map((hold, index) => (
            <span key={`${hold.type} ${hold.id}`}>
              {index > 0 && ' · '}
              <HeldBy {...hold} />
            </span>
          ))}
        </span>
      ),
  },
];

function When({ dropsAt, isDue, heldBy }: NextDay) {
  if (heldBy.length > 0 && isDue) return <span className="text-warn">once nothing holds it</span>;
  if (dropsAt === null) return <span className="text-muted">never</span>;
  if (isDue) return <span>within the hour</span>;
  return (
    <>
      <RelativeTime date={dropsAt} />
      <span className="text-muted"> · {formatDate(dropsAt, 'UTC')}</span>
    </>
  );
}

function HeldBy({ type, id, name }: Hold) {
  if (type === 'incident' && id) {
    return (
      <>
        incident <TextLink href={paths.incident(id)}>{name}</TextLink>
      </>
    );
  }
  if (type === 'policy') return `hold: ${name}`;
  return (
    <>
      not yet forwarded to <TextLink href={paths.settings('sinks')}>{name}</TextLink>
    </>
  );
}

/** The oldest days of decisions: when each goes, and what holds it. @param nowMs when the page was made */
export function NextDays({ view, nowMs }: { view: RetentionView; nowMs: number }) {
  const rows = view.next.map((day) => ({
    ...day,
    isDue: day.dropsAt !== null && Date.parse(day.dropsAt) <= nowMs,
  }));
  return (
    <StaticTable
      caption="What goes next"
      columns={columns}
      rows={rows}
      getRowId={({ day }) => day}
      empty={
        view.policy.decisionsDays === null ? (
          <EmptyState title="Decisions are kept for good">
            Once a number of days is set, what is older goes a day at a time.
          </EmptyState>
        ) : (
          <EmptyState title="Nothing is old enough to go">
            There are no decisions of days before today.
          </EmptyState>
        )
      }
    />
  );
}
