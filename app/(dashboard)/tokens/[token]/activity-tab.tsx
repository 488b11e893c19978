import { askIfAllowed } from '@/app/server/run';
import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { ButtonLink, TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { EventView } from '@/domain/audit/event-view';
import { listEvents } from '@/domain/audit/list-events';
import type { TokenView } from '@/domain/tokens/token-view';
import { LifeSection } from './life';

const columns: DataTableColumn<EventView>[] = [
  {
    id: 'at',
    header: 'When',
    cell: ({ id, at }) => (
      <TextLink quiet href={paths.auditEvent(id)}>
        <AbsoluteTime date={at} />
      </TextLink>
    ),
  },
  { id: 'action', header: 'Change', cell: ({ action }) => <Mono>{action}</Mono> },
  {
    id: 'outcome',
    header: 'Outcome',
    cell: ({ outcome }) => <StatusBadge status={outcome === 'done' ? 'success' : 'refused'} />,
  },
  { id: 'actor', header: 'By', cell: ({ actor }) => actor.name },
  { id: 'group', header: 'With the rights of', cell: ({ group }) => group?.slug ?? 'Own right' },
  {
    id: 'reason',
    header: 'Reason',
    cell: ({ reason }) => reason || <span className="text-faint">—</span>,
  },
  {
    id: 'ip',
    header: 'From',
    cell: ({ request }) =>
      request.ip ? <Mono>{request.ip}</Mono> : <span className="text-faint">—</span>,
  },
];

/** The token's life, drawn, and the changes made to it as the audit log has them. */
export async function ActivityTab({ token }: { token: TokenView }) {
  const q = `target:${token.id}`;
  const events = await askIfAllowed(listEvents, { q, limit: 50 });
  return (
    <>
      <LifeSection token={token} />
      <Section
        title="Changes"
        description="What people and programs did to this token."
        flush
        actions={
          <ButtonLink size="small" href={paths.audit({ q })}>
            All in the audit log
          </ButtonLink>
        }
      >
        {events.ok ? (
          <StaticTable
            caption="Changes"
            columns={columns}
            rows={events.value.items}
            getRowId={({ id }) => id}
            empty={
              <EmptyState title="No change in your reach">
                The log shows you what happened in the groups you lead.
              </EmptyState>
            }
          />
        ) : (
          <RefusedState refusal={events} operation={listEvents.operation} />
        )}
      </Section>
    </>
  );
}
