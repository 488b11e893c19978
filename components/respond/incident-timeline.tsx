import { Ban, ChartColumn, StickyNote } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { cappedWords, radiusQueryOf, subjectWord } from '@/domain/decisions/radius-words';
import { stopWords } from '@/domain/incidents/stop-words';
import type { IncidentEntry } from '@/domain/incidents/timeline';

/** Everything an incident gathered, in the order in which it happened. */
export function IncidentTimeline(props: { entries: readonly IncidentEntry[] }) {
  return (
    <ol className="divide-y divide-line text-sm">
      {props.entries.map((entry) => (
        <li key={entry.id} className="flex gap-3 px-4 py-3 print:break-inside-avoid">
          <EntryBody entry={entry} />
        </li>
      ))}
    </ol>
  );
}

function EntryBody({ entry }: { entry: IncidentEntry }) {
  if (entry.note !== null) {
    return (
      <Told icon={<StickyNote aria-hidden size={16} />} entry={entry} what="Note">
        <p className="break-words whitespace-pre-wrap">{entry.note}</p>
      </Told>
    );
  }
  return entry.radius ? (
    <RadiusEntry entry={entry} radius={entry.radius} />
  ) : (
    <EventEntry entry={entry} />
  );
}

function Told(props: {
  icon: ReactNode;
  entry: IncidentEntry;
  what: ReactNode;
  children?: ReactNode;
}) {
  const { entry } = props;
  return (
    <>
      <span className="mt-0.5 shrink-0 text-muted">{props.icon}</span>
      <div className="min-w-0 flex-1 space-y-1">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="font-medium break-words">{props.what}</span>
          <span className="text-muted">
            <AbsoluteTime date={entry.at} />
          </span>
        </p>
        {props.children}
        {entry.kind !== 'event' && <p className="text-muted">{entry.addedBy.name}</p>}
      </div>
    </>
  );
}

function EventEntry({ entry }: { entry: IncidentEntry }) {
  const { event, receipts } = entry;
  const icon = <Ban aria-hidden size={16} />;
  if (!event) {
    return (
      <Told icon={icon} entry={entry} what={`Change ${entry.eventSeq} of the log`}>
        <p className="text-muted">It is out of your reach.</p>
      </Told>
    );
  }
  const slowest = Math.max(0, ...receipts.map(({ latencyMs }) => latencyMs));
  return (
    <Told
      icon={icon}
      entry={entry}
      what={
        <>
          {stopWords(event.action)}{' '}
          <TextLink href={paths.auditEvent(event.id)}>
            {event.target.name ?? event.target.id ?? event.target.type}
          </TextLink>
        </>
      }
    >
      <p className="text-muted">
        <bdi>{event.actor.name}</bdi>
        {event.reason && `: ${event.reason}`} · <Mono>{event.action}</Mono> · change {event.seq} of
        the log
      </p>
      {receipts.length > 0 && (
        <p className="text-muted">
          Confirmed by {formatCount(receipts.length, 'verifier')} within {slowest} ms
        </p>
      )}
    </Told>
  );
}

function RadiusEntry(props: {
  entry: IncidentEntry;
  radius: NonNullable<IncidentEntry['radius']>;
}) {
  const { radius } = props;
  const { subject, operations, addresses, denied, others } = radius;
  const capped = cappedWords(radius);
  return (
    <Told
      icon={<ChartColumn aria-hidden size={16} />}
      entry={props.entry}
      what={
        <>
          <TextLink href={paths.radius(radiusQueryOf(radius))}>Blast radius</TextLink> of{' '}
          {subjectWord(subject).toLowerCase()} {subject.name ?? subject.id}
        </>
      }
    >
      <p className="text-muted">
        <AbsoluteTime date={radius.from} /> to <AbsoluteTime date={radius.to} />
      </p>
      <p>
        {formatCount(radius.count, 'request')}, {denied} denied ·{' '}
        {formatCount(operations.total, 'operation')} ·{' '}
        {formatCount(addresses.total, 'address', 'addresses')} ·{' '}
        {formatCount(others.items.length, 'other token')} from there
      </p>
      {operations.items.length > 0 && (
        <p className="break-words text-muted">
          <Mono>
            {operations.items
              .map(({ operation, count }) => `${operation} ×${count}`)
              .slice(0, 6)
              .join(', ')}
          </Mono>
        </p>
      )}
      {capped && <p className="text-warn">{capped}</p>}
    </Told>
  );
}
