import type { ReactNode } from 'react';
import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { StatusBadge } from '@/components/ui/status-badge';
import type { EventView } from '@/domain/audit/event-view';
import { shortCodeWords } from './code-words';

/** A change, with words for what was done. */
export type ChangeRow = EventView & { readonly words: string };

const none = <span className="text-faint">—</span>;

const when: DataTableColumn<ChangeRow> = {
  id: 'at',
  header: 'When',
  cell: ({ at }) => <RelativeTime date={at} />,
};
const change: DataTableColumn<ChangeRow> = {
  id: 'change',
  header: 'Change',
  phone: 'line',
  cell: ({ id, action, words }) => (
    <span data-tooltip={action}>
      <TextLink quiet href={paths.auditEvent(id)}>
        {words}
      </TextLink>
    </span>
  ),
};
const outcome: DataTableColumn<ChangeRow> = {
  id: 'outcome',
  header: 'Outcome',
  phone: 'end',
  cell: (row) => <StatusBadge status={row.outcome === 'done' ? 'success' : 'denied'} />,
};
const target: DataTableColumn<ChangeRow> = {
  id: 'target',
  header: 'What',
  phone: 'below',
  cell: (row) => row.target.name ?? row.target.type,
};
const rest: DataTableColumn<ChangeRow>[] = [
  { id: 'actor', header: 'By', phone: 'below', cell: ({ actor }) => actor.name },
  {
    id: 'group',
    header: 'By right of',
    cell: ({ group }) =>
      group?.slug ? <Mono>{group.slug}</Mono> : <span className="text-muted">own right</span>,
  },
  {
    id: 'reason',
    header: 'Reason',
    // Of what was refused it is a code.
    cell: ({ outcome: came, reason }) =>
      came === 'denied' && reason ? shortCodeWords(reason) : reason || none,
  },
];
const from: DataTableColumn<ChangeRow> = {
  id: 'ip',
  header: 'From',
  cell: ({ request }) => (request.ip ? <Mono>{request.ip}</Mono> : none),
};

const ofMany = [when, change, outcome, target, ...rest];
const ofOne = [when, change, outcome, ...rest, from];

/** Changes as the audit log has them, newest first; `ofOne` where all were made to the same thing. */
export const ChangesTable = (props: {
  caption: string;
  rows: ChangeRow[];
  ofOne?: true;
  empty: ReactNode;
}) => (
  <StaticTable
    caption={props.caption}
    columns={props.ofOne ? ofOne : ofMany}
    rows={props.rows}
    getRowId={({ id }) => id}
    empty={props.empty}
  />
);
