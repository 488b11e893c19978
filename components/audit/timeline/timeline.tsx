'use client';

import type { ReactNode } from 'react';
import { TableFailureBanner } from '@/components/data-table/table-feedback';
import type { TableResult } from '@/components/data-table/table-types';
import { formatCount } from '@/components/format/format';
import { useHydrated } from '@/components/ui/clock';
import { RefusedState } from '@/components/ui/states';
import { useLingering } from '@/components/ui/use-lingering';
import { useWide } from '@/components/ui/use-wide';
import { parseQuery } from '@/domain/history/query/parse-query';
import { TimelineChart } from '../chart/timeline-chart-on-demand';
import { FacetsButton } from '../facets/facets-button';
import { TimelineFacets } from '../facets/timeline-facets-on-demand';
import { QueryBar } from '../query/query-bar';
import { rangeWords } from '../query/range-words';
import { LiveTail } from '../tail/live-tail-on-demand';
import { idOf, type TimelineEntry } from './entry';
import { Instead } from './instead';
import { OpenRow } from './open-row';
import { TimelinePager } from './timeline-pager';
import { TimelineTable } from './timeline-table';
import { useArrived } from './use-arrived';
import { useTimelineAddress } from './use-timeline-address';
import { type Opened, useWalk } from './use-walk';

export type TimelineProps = {
  result: TableResult<TimelineEntry>;
  opened: Opened | null;
  /** Where the logs ended when the rows were read; null where the view has an end, and nothing arrives. */
  tailFrom: string | null;
  /** Said above the list: which of the two logs the reader may not see. */
  notice?: ReactNode;
  /** Buttons after the query. */
  actions?: ReactNode;
};

/** Decisions and changes in one list, with what one asks of them, and everything of the row that is open. */
export function Timeline(props: TimelineProps) {
  const { result, tailFrom } = props;
  const address = useTimelineAddress();
  const good = useLingering(result.status === 'ok' ? result : undefined);
  const arrived = useArrived(tailFrom, good?.rows ?? none);
  const { rows } = arrived;
  const walk = useWalk(address, rows, props.opened);
  const isWide = useWide();
  const { view } = address;
  const isReadable = parseQuery(view.q).ok;

  if (result.status === 'refused') return <RefusedState {...result} />;
  return (
    <div className="group/audit flex min-w-0 flex-col gap-4" data-open={walk.isOpen || undefined}>
      <div className="flex flex-col gap-4 group-data-open/audit:max-lg:hidden">
        <QueryBar
          q={view.q}
          onAsk={(q) => address.show({ q })}
          pending={address.pending}
          range={
            view.from || view.to
              ? {
                  words: <RangeWords {...view} />,
                  onRemove: () => address.show({ from: null, to: null }),
                }
              : undefined
          }
          actions={
            <>
              <FacetsButton />
              {props.actions}
            </>
          }
        />
        {props.notice}
        {isReadable && <TimelineChart />}
      </div>
      <div className="flex min-w-0 items-start gap-4">
        {isReadable && isWide && (
          <div className="w-52 shrink-0 group-data-open/audit:max-2xl:hidden">
            <TimelineFacets />
          </div>
        )}
        <div className="flex min-w-0 flex-1 flex-col gap-3 group-data-open/audit:max-lg:hidden">
          {result.status === 'failed' && good && isReadable && (
            <TableFailureBanner {...result} loadedAt={good.loadedAt} />
          )}
          <div className="flex min-h-7 flex-wrap items-center justify-between gap-2">
            <p role="status" className="text-sm text-muted">
              {address.pending ? 'Loading' : good && countWords(rows.length, good.nextCursor)}
            </p>
            {isReadable && tailFrom !== null && (
              <LiveTail
                key={tailFrom}
                view={view}
                start={tailFrom}
                known={arrived.known}
                isFollowing={() => !walk.isOpen && window.scrollY < NEAR_TOP_PX}
                onShown={arrived.show}
              />
            )}
          </div>
          <div className="@container min-w-0 overflow-clip rounded-lg border border-line bg-surface">
            {rows.length > 0 && (
              <TimelineTable
                entries={rows}
                hrefOf={(entry) => address.hrefOf(idOf(entry))}
                openId={address.openId}
                onOpen={walk.open}
                newIds={arrived.newIds}
                isBusy={address.pending}
              />
            )}
            <Instead
              address={address}
              result={result}
              isEmpty={good !== undefined && rows.length === 0}
            />
          </div>
          {rows.length > 0 && (
            <TimelinePager address={address} nextCursor={good?.nextCursor ?? null} />
          )}
        </div>
        {walk.isOpen && (
          <OpenRow address={address} walk={walk} rows={rows} loadedAt={good?.loadedAt} />
        )}
      </div>
    </div>
  );
}

/** Further down than this one reads, and nothing may move. */
const NEAR_TOP_PX = 240;

const countWords = (count: number, nextCursor: string | null) =>
  nextCursor === null ? formatCount(count, 'row') : `${formatCount(count, 'row')}, newest first`;

const none: TimelineEntry[] = [];

/** In the reader's zone once that is known. */
function RangeWords(range: { from: string | null; to: string | null }) {
  return rangeWords(range, useHydrated() ? undefined : 'UTC');
}
