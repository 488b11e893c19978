'use client';

import { useEffect, useRef } from 'react';
import { useLatest } from '@/components/ui/use-latest';
import type { TimelineEntry } from '../timeline/entry';
import type { TailStatus } from './tail-state';

export type Arrived = { rows: TimelineEntry[]; skipped: number | null };

type Listeners = {
  onStatus: (status: TailStatus) => void;
  onArrived: (arrived: Arrived) => void;
};

/**
 * Listens to what arrives while `isOn` and the page is in sight. A browser keeps the place itself where
 * the connection breaks; where it was closed, it goes on from the last place that it was told.
 * @param start the first place; who starts elsewhere is another component
 * @param pathFrom the address that answers what comes after a place
 */
export function useEventSource(
  isOn: boolean,
  start: string,
  pathFrom: (place: string) => string,
  listeners: Listeners,
): void {
  const latest = useLatest({ pathFrom, ...listeners });
  const place = useRef(start);
  useEffect(() => {
    if (!isOn) return;
    let source: EventSource | undefined;
    const note = (event: MessageEvent) => {
      place.current = event.lastEventId || place.current;
    };
    function open() {
      latest.current.onStatus('connecting');
      const opened = new EventSource(latest.current.pathFrom(place.current));
      opened.onopen = () => latest.current.onStatus('live');
      opened.onerror = () =>
        latest.current.onStatus(opened.readyState === EventSource.CLOSED ? 'ended' : 'lost');
      opened.addEventListener('place', note);
      opened.addEventListener('rows', (event) => {
        note(event);
        latest.current.onArrived(JSON.parse(event.data) as Arrived);
      });
      source = opened;
    }
    // A page that nobody looks at holds no connection: browsers have six for all pages of one server.
    function onVisibility() {
      if (document.hidden) {
        source?.close();
        source = undefined;
      } else if (!source) open();
    }
    onVisibility();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      source?.close();
      latest.current.onStatus('paused');
    };
  }, [isOn, latest]);
}
