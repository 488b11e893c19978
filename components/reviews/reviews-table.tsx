'use client';

import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { DataTableColumn, TableResult } from '@/components/data-table/table-types';
import { formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import { StatusBadge } from '@/components/ui/status-badge';
import type { ReviewView } from '@/domain/reviews/review-view';
import { STATE_STATUS, titleOf } from './review-words';

const columns: DataTableColumn<ReviewView>[] = [
  { id: 'name', header: 'Review', cell: titleOf },
  {
    id: 'state',
    header: 'State',
    phone: 'end',
    cell: ({ state }) => <StatusBadge {...STATE_STATUS[state]} />,
  },
  {
    id: 'undecided',
    header: 'Undecided',
    align: 'end',
    phone: 'below',
    cell: ({ undecided, entries }) => (
      <>
        {formatNumber(undecided)} of {formatNumber(entries)}
        <span className="md:hidden"> undecided</span>
      </>
    ),
  },
  {
    id: 'groups',
    header: 'Groups',
    align: 'end',
    cell: ({ groups }) => formatNumber(groups),
  },
  {
    id: 'due',
    header: 'Deadline',
    phone: 'below',
    cell: ({ state, dueAt, closedAt }) =>
      state === 'open' ? (
        <Expiry date={dueAt} />
      ) : (
        <span className="text-muted">
          {closedAt ? 'closed ' : 'passed '}
          <RelativeTime date={closedAt ?? dueAt} />
        </span>
      ),
  },
  {
    id: 'ended',
    header: 'Ended',
    align: 'end',
    cell: ({ outcomes }) => formatNumber(outcomes.ended),
  },
  {
    id: 'opened',
    header: 'Opened',
    hiddenByDefault: true,
    cell: ({ openedAt }) => <RelativeTime date={openedAt} />,
  },
];
const getRowId = ({ id }: ReviewView) => id;
const getRowHref = ({ id }: ReviewView) => paths.review(id);
const noun = { one: 'review', other: 'reviews' };
const facets = [
  {
    id: 'state',
    label: 'State',
    options: [
      { value: 'open', label: 'Open' },
      { value: 'closed', label: 'Closed' },
    ],
  },
];

/** Reviews within reach, newest first. */
export function ReviewsTable(props: { result: TableResult<ReviewView>; empty: ReactNode }) {
  return (
    <DataTable
      id="reviews"
      caption="Reviews"
      noun={noun}
      result={props.result}
      columns={columns}
      getRowId={getRowId}
      getRowLabel={titleOf}
      getRowHref={getRowHref}
      defaultSort="-createdAt"
      searchPlaceholder="Search name"
      facets={facets}
      empty={props.empty}
    />
  );
}
