import { paths } from '@/components/paths';
import { DescriptionList } from '@/components/ui/description-list';
import { JsonDiff } from '@/components/ui/json-diff';
import { TextLink } from '@/components/ui/link';
import { Mono, MonoId } from '@/components/ui/mono-id';
import { StatusBadge } from '@/components/ui/status-badge';
import type { EventView } from '@/domain/audit/event-view';

const pathOf: Record<string, (id: string) => string> = {
  token: (id) => paths.token(id),
  group: (id) => paths.group(id),
  identity: (id) => paths.person(id),
  api: (id) => paths.api(id),
  webhook: (id) => paths.webhook(id),
  destination: (id) => paths.destination(id),
  trustRule: (id) => paths.trustRule(id),
  sink: () => paths.settings('sinks'),
};

function target({ type, id, name }: EventView['target']) {
  const path = id === null ? undefined : pathOf[type]?.(id);
  const label = name ?? id ?? type;
  return path ? <TextLink href={path}>{label}</TextLink> : label;
}

/** Everything one audit event says. */
export function EventDetails({ event }: { event: EventView }) {
  const { actor, via, group, request } = event;
  return (
    <div className="space-y-5">
      <section className="space-y-2">
        <h3 className="text-sm font-semibold">What changed</h3>
        <JsonDiff before={event.before} after={event.after} />
      </section>
      <DescriptionList
        items={[
          {
            label: 'Outcome',
            value: <StatusBadge status={event.outcome === 'done' ? 'success' : 'denied'} />,
          },
          {
            label: 'Who',
            value:
              actor.type === 'system' ? (
                actor.name
              ) : (
                <TextLink href={paths.person(actor.id)}>{actor.name}</TextLink>
              ),
          },
          {
            label: 'Through',
            value:
              via.type === 'token' && via.id ? (
                <>
                  token <TextLink href={paths.token(via.id)}>{via.id}</TextLink>
                </>
              ) : (
                via.type
              ),
          },
          {
            label: 'By right of',
            value: group && (
              <TextLink href={paths.group(group.id)}>{group.slug ?? group.id}</TextLink>
            ),
          },
          { label: 'Action', value: <Mono>{event.action}</Mono> },
          { label: 'What', value: target(event.target) },
          { label: 'Reason', value: event.reason },
          { label: 'When (UTC)', value: <Mono>{event.at}</Mono> },
          { label: 'Address', value: request.ip && <Mono>{request.ip}</Mono> },
          { label: 'Browser or client', value: request.userAgent },
          { label: 'Request', value: <MonoId id={request.id} noun="request id" /> },
        ]}
      />
      <section className="space-y-2">
        <h3 className="text-sm font-semibold">Place in the chain</h3>
        <DescriptionList
          items={[
            { label: 'Seq', value: <Mono>{String(event.seq)}</Mono> },
            { label: 'Event', value: <MonoId id={event.id} noun="event id" /> },
            { label: 'Hash', value: <MonoId id={event.hash} noun="hash" short /> },
            {
              label: 'Previous hash',
              value: <MonoId id={event.prevHash} noun="previous hash" short />,
            },
          ]}
        />
      </section>
    </div>
  );
}
