import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import type { ListedDelivery } from '@/domain/webhooks/list-deliveries';
import { answerWords, DeliveryState, NextTry } from './delivery-state';

const columns: DataTableColumn<ListedDelivery>[] = [
  {
    id: 'topic',
    header: 'Message',
    cell: ({ id, webhook, topic, createdAt, last }) => (
      <>
        <TextLink href={paths.webhookDelivery(webhook, id)}>{topic}</TextLink>
        <span className="block pb-1 font-normal break-words whitespace-normal text-muted md:hidden">
          <RelativeTime date={createdAt} />
          {last && ` · ${answerWords(last)}`}
        </span>
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state, attempts }) => <DeliveryState state={state} attempts={attempts} />,
  },
  {
    id: 'attempts',
    header: 'Tries',
    align: 'end',
    wideOnly: true,
    cell: ({ attempts }) => attempts,
  },
  {
    id: 'answer',
    header: 'Last answer',
    wideOnly: true,
    cell: ({ last }) =>
      last ? (
        <span title={answerWords(last)}>{answerWords(last)}</span>
      ) : (
        <span className="text-muted">not tried yet</span>
      ),
  },
  {
    id: 'next',
    header: 'Next try',
    wideOnly: true,
    cell: ({ nextAttemptAt }) => <NextTry at={nextAttemptAt} />,
  },
  {
    id: 'created',
    header: 'Planned',
    wideOnly: true,
    cell: ({ createdAt }) => <RelativeTime date={createdAt} />,
  },
];

/** What was sent to a webhook and what waits, newest first. */
export function DeliveriesTable(props: {
  rows: ListedDelivery[];
  /** They are cut to a state, or begin further back. */
  isPart: boolean;
}) {
  return (
    <StaticTable
      caption="Deliveries"
      columns={columns}
      rows={props.rows}
      getRowId={({ id }) => id}
      empty={
        props.isPart ? (
          <EmptyState title="No such delivery">
            Deliveries are kept for 30 days; those in another state are under All.
          </EmptyState>
        ) : (
          <EmptyState title="Nothing was sent yet">
            The next change that it is told of appears here. A test shows at once whether it can be
            reached.
          </EmptyState>
        )
      }
    />
  );
}
