import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { WebhookView } from '@/domain/webhooks/webhook-view';
import { DeliveryState, NextTry } from './delivery-state';
import { topicsLine } from './topic-words';

/** What is shown of an address in a list: its path may be a secret. */
const hostOf = (url: string) => new URL(url).host;

const columns: DataTableColumn<WebhookView>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ id, name, url, topics, deliveries: { last } }) => (
      <>
        <span className="block break-words whitespace-normal md:max-w-40 md:truncate">
          <TextLink href={paths.webhook(id)}>{name}</TextLink>
        </span>
        <span className="block pb-1 font-normal break-words whitespace-normal text-muted md:hidden">
          {hostOf(url)} · {topicsLine(topics)}
          {last?.error && ` · ${last.error}`}
        </span>
      </>
    ),
  },
  {
    id: 'address',
    header: 'Address',
    wideOnly: true,
    cell: ({ url }) => <Mono className="block max-w-36 truncate">{hostOf(url)}</Mono>,
  },
  { id: 'topics', header: 'Told', wideOnly: true, cell: (row) => <Told {...row} /> },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) => <WebhookState state={state} />,
  },
  {
    id: 'last',
    header: 'Last delivery',
    wideOnly: true,
    cell: ({ deliveries: { last } }) =>
      last ? (
        <span className="inline-flex items-center gap-2">
          <DeliveryState state={last.state} attempts={1} />
          <RelativeTime date={last.at} className="text-muted" />
        </span>
      ) : (
        <span className="text-muted">none yet</span>
      ),
  },
  {
    id: 'next',
    header: 'Next try',
    wideOnly: true,
    cell: ({ deliveries }) => <NextTry at={deliveries.nextAttemptAt} />,
  },
];

export const WebhookState = (props: { state: WebhookView['state']; boxed?: boolean }) =>
  props.state === 'active' ? (
    <StatusBadge status="active" {...(props.boxed && { boxed: true })} />
  ) : (
    <StatusBadge status="suspended" word="Disabled" {...(props.boxed && { boxed: true })} />
  );

function Told({ topics, groups, outcome }: WebhookView) {
  const limits = [
    ...(groups.length > 0 ? [`of ${formatCount(groups.length, 'group')}`] : []),
    ...(outcome === null ? [] : [`${outcome} only`]),
  ];
  return (
    <span className="block max-w-40 truncate">
      {topicsLine(topics)}
      {limits.length > 0 && <span className="text-muted"> · {limits.join(', ')}</span>}
    </span>
  );
}

/** Everybody that is told of changes. */
export function WebhooksTable(props: { rows: WebhookView[]; isPast: boolean }) {
  return (
    <StaticTable
      caption="Webhooks"
      columns={columns}
      rows={props.rows}
      getRowId={({ id }) => id}
      empty={
        props.isPast ? (
          <EmptyState title="Nothing older" />
        ) : (
          <EmptyState title="No webhook yet">
            A webhook tells a program of yours, such as a chat, a ticket system or a SIEM, what
            changes in Keyward: a token revoked, a member added, an attempt denied. Each message is
            signed, and tried again until it arrives.
          </EmptyState>
        )
      }
    />
  );
}
