'use client';

import dynamic from 'next/dynamic';
import { pinned } from '../query/edit-query';
import { idOf, type TimelineEntry, timeOf } from './entry';
import type { TimelineAddress } from './use-timeline-address';
import type { Walk } from './use-walk';

const EntryPanel = dynamic(async () => (await import('./entry-panel')).EntryPanel);
const MissingPanel = dynamic(async () => (await import('./missing-panel')).MissingPanel);

/** The panel beside the list; on phones in its place. */
export function OpenRow(props: {
  address: TimelineAddress;
  walk: Walk;
  rows: readonly TimelineEntry[];
  loadedAt: string | undefined;
}) {
  const { address, walk, rows } = props;
  const { entry } = walk;
  return (
    <div className="w-full min-w-0 lg:sticky lg:top-4 lg:w-[26rem] lg:shrink-0">
      {entry ? (
        <EntryPanel
          entry={entry}
          link={linkTo(address, entry, rows, props.loadedAt)}
          {...walk.steps}
          takesFocus={walk.takesFocus}
        />
      ) : (
        <MissingPanel message={walk.message} {...walk.steps} />
      )}
    </div>
  );
}

/** This row in this view, as it is now: what the server's clock says, or the newest row where that is later. */
function linkTo(
  address: TimelineAddress,
  entry: TimelineEntry,
  rows: readonly TimelineEntry[],
  loadedAt: string | undefined,
): string {
  const times = [...rows.slice(0, 1).map(timeOf), timeOf(entry), loadedAt ?? ''];
  const untilMs = Math.max(...times.map((time) => Date.parse(time)).filter(Number.isFinite));
  return address.linkTo(idOf(entry), pinned(address.view, untilMs));
}
