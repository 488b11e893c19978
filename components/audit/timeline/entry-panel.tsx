'use client';

import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { TextLink } from '@/components/ui/link';
import { AbsoluteTime, RelativeTime } from '@/components/ui/relative-time';
import { DecisionDetails } from '../decision-details';
import { EventDetails } from '../event-details';
import { CopyLink } from './copy-link';
import { idOf, subjectOf, type TimelineEntry, timeOf, verdictOf } from './entry';
import { pivotsOf } from './pivots';
import { RawJson } from './raw-json';

export type PanelFrame = {
  /** The way to the next newer and older row; absent where there is none. */
  onNewer: (() => void) | undefined;
  onOlder: (() => void) | undefined;
  onClose: () => void;
};

/**
 * Everything known of one row, beside the list, which stays usable. Takes the focus when another row
 * is opened; what was open when the page came leaves it where it was.
 */
export function EntryPanel(
  props: PanelFrame & { entry: TimelineEntry; link: string; takesFocus: boolean },
) {
  const { entry } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const id = idOf(entry);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row is another heading to read
  useEffect(() => {
    if (props.takesFocus) heading.current?.focus({ preventScroll: true });
  }, [id, props.takesFocus]);
  return (
    <PanelBox
      {...props}
      title={
        <h2
          ref={heading}
          tabIndex={-1}
          className="text-base font-semibold break-words outline-none"
        >
          {verdictOf(entry).words}
          <span className="block text-sm font-normal break-all text-muted">{subjectOf(entry)}</span>
        </h2>
      }
      actions={<CopyLink size="small" label="Copy link" path={props.link} />}
    >
      <p className="text-sm text-muted">
        <RelativeTime date={timeOf(entry)} /> · <AbsoluteTime date={timeOf(entry)} />
      </p>
      <section className="space-y-1.5">
        <h3 className="text-sm font-semibold">Look further</h3>
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
          {pivotsOf(entry).map(({ label, href }) => (
            <li key={label} className="min-h-6">
              <TextLink href={href}>{label}</TextLink>
            </li>
          ))}
        </ul>
      </section>
      {entry.kind === 'decision' ? (
        <DecisionDetails decision={entry.decision} />
      ) : (
        <EventDetails event={entry.event} />
      )}
      <RawJson entry={entry} />
    </PanelBox>
  );
}

/** The frame of the panel; also of what it says instead of a row. */
export function PanelBox(
  props: PanelFrame & { title: ReactNode; actions?: ReactNode; children: ReactNode },
) {
  return (
    <aside
      aria-label="Details"
      data-panel=""
      className="flex min-w-0 flex-col rounded-lg border border-line bg-raised lg:max-h-[calc(100dvh-2rem)]"
    >
      <header className="space-y-2 border-b border-line px-4 py-3">
        <div className="flex items-start gap-2">
          <div className="min-w-0 flex-1">{props.title}</div>
          <IconButton
            label="Close"
            aria-keyshortcuts="Escape"
            icon={<X aria-hidden />}
            onClick={props.onClose}
            className="-mt-1 -mr-2"
          />
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {props.actions}
          <span className="ml-auto flex gap-1">
            <Step label="Newer row" keys="k" icon={<ChevronUp />} onClick={props.onNewer} />
            <Step label="Older row" keys="j" icon={<ChevronDown />} onClick={props.onOlder} />
          </span>
        </div>
      </header>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label="Facts"
        className="min-h-0 flex-1 space-y-5 overflow-y-auto px-4 py-4"
      >
        {props.children}
      </section>
    </aside>
  );
}

function Step(props: {
  label: string;
  keys: string;
  icon: ReactNode;
  onClick: (() => void) | undefined;
}) {
  const { onClick } = props;
  return (
    <IconButton
      label={onClick ? `${props.label} (${props.keys})` : `No ${props.label.toLowerCase()} here`}
      aria-disabled={!onClick || undefined}
      aria-keyshortcuts={props.keys}
      icon={props.icon}
      onClick={onClick}
      className="border border-line aria-disabled:text-faint"
    />
  );
}
