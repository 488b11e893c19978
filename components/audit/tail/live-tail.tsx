'use client';

import { ArrowUp, Pause, Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useReducer, useState } from 'react';
import { classNames } from '@/components/class-names';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { askedView } from '../query/asked-view';
import type { View } from '../query/edit-query';
import type { TimelineEntry } from '../timeline/entry';
import { newsOf, noTail, type TailStatus, tailReducer } from './tail-state';
import { useEventSource } from './use-event-source';
import { useSettled } from './use-settled';

const words: Record<TailStatus, string> = {
  paused: 'Paused',
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Connecting again',
  ended: 'Ended',
};
const ANNOUNCE_AFTER_MS = 1_500;

export type LiveTailProps = {
  view: View;
  /** The place in the logs that the page's rows were read at. */
  start: string;
  known: ReadonlySet<string>;
  /** Whether rows may come in by themselves: nobody reads further down, and nothing is open. */
  isFollowing: () => boolean;
  /** All that has arrived and is shown, newest first. */
  onShown: (rows: readonly TimelineEntry[]) => void;
};

/** Follows what arrives: shows it at the top while one looks there, else says how much waits. */
export function LiveTail(props: LiveTailProps) {
  const { view, start, onShown } = props;
  const router = useRouter();
  const [isOn, setOn] = useState(
    () => !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
  );
  const [state, dispatch] = useReducer(tailReducer, noTail);
  const { shown, status, left } = state;
  useEventSource(isOn, start, (after) => paths.auditTail({ ...askedView(view), after }), {
    onStatus: (next) => dispatch({ type: 'status', status: next }),
    onArrived: ({ rows, skipped }) =>
      dispatch({
        ...{ type: 'arrived', rows, skipped, known: props.known },
        isFollowing: props.isFollowing(),
      }),
  });
  useEffect(() => onShown(shown), [shown, onShown]);
  const news = newsOf(state);
  const announced = useSettled(news ?? shownWords(shown.length), ANNOUNCE_AFTER_MS);

  return (
    <div className="flex flex-wrap items-center gap-2">
      <p role="status" className="sr-only">
        {announced}
      </p>
      {news && (
        <Button
          size="small"
          variant="primary"
          icon={<ArrowUp aria-hidden />}
          onClick={() => (left === 0 ? dispatch({ type: 'show' }) : router.refresh())}
        >
          {left === 0 ? news : `${news}, reload`}
        </Button>
      )}
      <span className="inline-flex items-center gap-1.5 text-xs text-muted">
        <span
          aria-hidden
          className={classNames(
            'size-2 rounded-full',
            status === 'live' ? 'animate-pulse bg-ok' : 'bg-line-strong',
          )}
        />
        {words[status]}
      </span>
      <Button
        size="small"
        icon={isOn ? <Pause aria-hidden /> : <Play aria-hidden />}
        onClick={() => setOn(!isOn)}
      >
        {isOn ? 'Pause' : 'Go live'}
      </Button>
    </div>
  );
}

const shownWords = (count: number) => (count === 0 ? '' : formatCount(count, 'new row'));
