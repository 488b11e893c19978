'use client';

import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { DataTableColumn, TableResult } from '@/components/data-table/table-types';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import type { CampaignView } from '@/domain/reviews/campaign-view';
import { REPEATS_WORDS } from './review-words';

const columns: DataTableColumn<CampaignView>[] = [
  { id: 'name', header: 'Campaign', cell: ({ name }) => name },
  {
    id: 'groups',
    header: 'Groups',
    phone: 'below',
    cell: ({ groups }) => (groups ? formatCount(groups.length, 'group') : 'All groups'),
  },
  {
    id: 'repeats',
    header: 'Repeats',
    phone: 'end',
    cell: ({ repeats }) => REPEATS_WORDS[repeats],
  },
  {
    id: 'next',
    header: 'Next review',
    phone: 'below',
    cell: ({ nextAt, endedAt }) =>
      nextAt ? (
        <>
          <span className="md:hidden">next </span>
          <AbsoluteTime date={nextAt} />
        </>
      ) : (
        <span className="text-muted">{endedAt ? 'ended' : 'none follows'}</span>
      ),
  },
  {
    id: 'reviews',
    header: 'Reviews',
    align: 'end',
    cell: ({ reviewCount }) => formatNumber(reviewCount),
  },
  {
    id: 'createdBy',
    header: 'Created by',
    cell: ({ createdBy }) => createdBy,
  },
];
const getRowId = ({ id }: CampaignView) => id;
const getRowLabel = ({ name }: CampaignView) => name;
const getRowHref = ({ id }: CampaignView) => paths.reviewCampaign(id);
const noun = { one: 'campaign', other: 'campaigns' };

/** What opens reviews, newest first. */
export function CampaignsTable(props: { result: TableResult<CampaignView>; start: ReactNode }) {
  return (
    <DataTable
      id="review-campaigns"
      caption="Campaigns"
      noun={noun}
      result={props.result}
      columns={columns}
      getRowId={getRowId}
      getRowLabel={getRowLabel}
      getRowHref={getRowHref}
      defaultSort="-createdAt"
      searchPlaceholder="Search name"
      empty={
        <EmptyState title="No campaigns yet" actions={props.start}>
          A campaign opens a review of its groups, and again as often as it says.
        </EmptyState>
      }
    />
  );
}
