'use client';

import type { MouseEvent } from 'react';
import { classNames } from '@/components/class-names';
import { headCellClass } from '@/components/data-table/column-class';
import { followRow } from '@/components/data-table/table-events';
import { idOf, type TimelineEntry } from './entry';
import { TimelineRow } from './timeline-row';

/** Narrow lists have two lines in the first, and none of the others. */
const columns = [
  { header: 'When' },
  { header: 'What happened', className: '@max-2xl:hidden' },
  { header: 'Request or target', className: '@max-2xl:hidden' },
  { header: 'Who', className: '@max-2xl:hidden' },
  { header: 'Through', className: '@max-4xl:hidden' },
  { header: 'Group', className: '@max-3xl:hidden' },
  { header: 'From', className: '@max-5xl:hidden' },
];

/** Decisions and changes, newest first. A row opens beside the list, in place, unless a modifier is held. */
export function TimelineTable(props: {
  entries: readonly TimelineEntry[];
  hrefOf: (entry: TimelineEntry) => string;
  openId: string | null;
  onOpen: (id: string) => void;
  /** Ids that arrived while one watches. */
  newIds: ReadonlySet<string>;
  isBusy: boolean;
}) {
  function onClick(event: MouseEvent<HTMLElement>) {
    const link = event.target instanceof Element && event.target.closest('[data-row-link]');
    if (!link) return followRow(event);
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const id = link.closest<HTMLElement>('[data-row]')?.dataset.row;
    if (id !== undefined) props.onOpen(id);
  }
  return (
    <table
      aria-busy={props.isBusy}
      className="w-full border-separate border-spacing-0 text-sm transition-opacity delay-150 aria-busy:opacity-60"
    >
      <caption className="sr-only">Decisions and changes, newest first</caption>
      <thead className="@max-2xl:sr-only">
        <tr>
          {columns.map(({ header, className }) => (
            <th key={header} scope="col" className={classNames(headCellClass, className)}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      {/** biome-ignore lint/a11y/useKeyWithClickEvents: keyboards use the link of each row */}
      <tbody onClick={onClick}>
        {props.entries.map((entry) => {
          const id = idOf(entry);
          return (
            <TimelineRow
              key={id}
              entry={entry}
              href={props.hrefOf(entry)}
              isOpen={id === props.openId}
              isNew={props.newIds.has(id)}
            />
          );
        })}
      </tbody>
    </table>
  );
}
