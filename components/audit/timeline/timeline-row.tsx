'use client';

import { memo } from 'react';
import { classNames } from '@/components/class-names';
import { cellClass } from '@/components/data-table/column-class';
import { formatRelative } from '@/components/format/format';
import { useNowMs } from '@/components/ui/clock';
import { Mono } from '@/components/ui/mono-id';
import {
  addressOf,
  groupOf,
  idOf,
  secondLineOf,
  subjectOf,
  type TimelineEntry,
  throughOf,
  timeOf,
  verdictOf,
  whoOf,
} from './entry';
import { VerdictMark } from './verdict-mark';

const none = <span className="text-faint">—</span>;
const cell = classNames(cellClass, 'max-w-32 truncate @6xl:max-w-48 @max-2xl:hidden');

/** One row: its columns where there is room for them, else two lines in the first. */
export const TimelineRow = memo(function TimelineRow(props: {
  entry: TimelineEntry;
  /** The address with this row opened. */
  href: string;
  isOpen: boolean;
  isNew: boolean;
}) {
  const { entry } = props;
  const at = new Date(timeOf(entry)).toISOString();
  const verdict = verdictOf(entry);
  const subject = subjectOf(entry);
  const address = addressOf(entry);
  return (
    <tr
      data-row={idOf(entry)}
      data-new={props.isNew || undefined}
      data-selected={props.isOpen || undefined}
      className="group cursor-pointer bg-surface hover:bg-hover data-new:bg-info-soft data-selected:bg-accent-soft last:[&>*]:border-b-0"
    >
      <th
        scope="row"
        className={classNames(
          cellClass,
          'w-36 text-left font-normal whitespace-nowrap text-muted @max-2xl:w-full @max-2xl:max-w-0 @max-2xl:py-1.5',
        )}
      >
        <a
          href={props.href}
          data-row-link=""
          data-tooltip-time={at}
          data-tooltip-visual=""
          aria-current={props.isOpen || undefined}
          className="block min-h-6 rounded-sm leading-6 underline-offset-2 group-hover:underline @max-2xl:no-underline!"
        >
          <span className="@max-2xl:hidden">
            <Ago at={at} />
            <span className="sr-only">
              , {verdict.words}, {subject}
            </span>
          </span>
          <span className="flex flex-col text-sm @2xl:hidden">
            <span className="flex items-center justify-between gap-3">
              <VerdictMark verdict={verdict} className="font-medium text-ink" />
              <Ago at={at} />
            </span>
            <span className="truncate text-muted">{secondLineOf(entry)}</span>
          </span>
        </a>
      </th>
      <td className={classNames(cell, 'max-w-52 @6xl:max-w-60')}>
        <VerdictMark verdict={verdict} />
      </td>
      <td className={classNames(cell, 'w-full max-w-0 min-w-40')}>
        {entry.kind === 'decision' ? <Mono>{subject}</Mono> : subject}
      </td>
      <td className={cell}>{whoOf(entry) ?? none}</td>
      <td className={classNames(cell, '@max-4xl:hidden')}>{throughOf(entry) ?? none}</td>
      <td className={classNames(cell, '@max-3xl:hidden')}>{groupOf(entry) ?? none}</td>
      <td className={classNames(cell, '@max-5xl:hidden')}>
        {address ? <Mono>{address}</Mono> : none}
      </td>
    </tr>
  );
});

/** The row's link has the tooltip: a time of its own would be a second stop of the keyboard. */
function Ago(props: { at: string }) {
  return (
    <time dateTime={props.at} className="shrink-0 whitespace-nowrap text-muted">
      {formatRelative(props.at, useNowMs())}
    </time>
  );
}
