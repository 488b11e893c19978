import { StaticTable } from '@/components/data-table/static-table';
import { TableFailure } from '@/components/data-table/table-feedback';
import type { DataTableColumn, TableResult } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { ButtonLink, TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { EventView } from '@/domain/audit/event-view';

const columns: DataTableColumn<EventView>[] = [
  {
    id: 'action',
    header: 'Action',
    cell: (event) => (
      <TextLink quiet href={paths.auditEvent(event.id)} className="font-mono text-xs">
        {event.action}
      </TextLink>
    ),
  },
  {
    id: 'outcome',
    header: 'Outcome',
    cell: (event) => <StatusBadge status={event.outcome === 'done' ? 'success' : 'denied'} />,
  },
  { id: 'target', header: 'What', cell: (event) => event.target.name ?? event.target.type },
  { id: 'actor', header: 'Who', cell: (event) => event.actor.name },
  {
    id: 'group',
    header: 'By right of',
    cell: (event) =>
      event.group?.slug ? <Mono>{event.group.slug}</Mono> : <span className="text-faint">—</span>,
  },
  {
    id: 'reason',
    header: 'Reason',
    cell: (event) => event.reason ?? <span className="text-faint">—</span>,
  },
  { id: 'at', header: 'When', cell: (event) => <RelativeTime date={event.at} /> },
];

/** The newest audit events of one search, with the way to the whole of it. */
export function Activity(props: {
  title: string;
  description: string;
  /** The search, as the audit page takes it. */
  query: string;
  result: TableResult<EventView>;
}) {
  const { result } = props;
  return (
    <Section
      flush
      title={props.title}
      description={props.description}
      actions={
        result.status === 'ok' &&
        result.rows.length > 0 && (
          <ButtonLink size="small" href={paths.audit({ q: props.query })}>
            {result.nextCursor !== null ? 'All in the audit log' : 'Open in the audit log'}
          </ButtonLink>
        )
      }
    >
      {result.status === 'refused' && <RefusedState {...result} />}
      {result.status === 'failed' && <TableFailure {...result} />}
      {result.status === 'ok' && (
        <StaticTable
          caption={props.title}
          columns={columns}
          rows={result.rows}
          getRowId={(event) => event.id}
          empty={
            <EmptyState title="Nothing yet">
              Every change and every denied attempt is listed here once it happens.
            </EmptyState>
          }
        />
      )}
    </Section>
  );
}
