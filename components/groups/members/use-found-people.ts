'use client';

import { useEffect, useState } from 'react';
import { useLatest } from '@/components/ui/use-latest';

export type Candidate = {
  id: string;
  name: string;
  handle: string;
  type: 'person' | 'service';
  isMember: boolean;
};

const PAUSE_MS = 180;

/** People and service accounts within reach, searched as one types; `chosen` stay among them. */
export function useFoundPeople(
  text: string,
  chosen: readonly string[],
  find: (text: string) => Promise<Candidate[]>,
) {
  const [known, setKnown] = useState<ReadonlyMap<string, Candidate>>(new Map());
  const [found, setFound] = useState<readonly string[]>([]);
  const [failed, setFailed] = useState(false);
  const ask = useLatest(find);
  useEffect(() => {
    let late = false;
    const timer = setTimeout(() => {
      ask.current(text.trim()).then(
        (people) => {
          if (late) return;
          setFailed(false);
          setKnown(
            (before) => new Map([...before, ...people.map((each) => [each.id, each] as const)]),
          );
          setFound(people.map((each) => each.id));
        },
        (cause: unknown) => {
          console.error(new Error('People could not be searched', { cause }));
          if (!late) setFailed(true);
        },
      );
    }, PAUSE_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [text, ask]);
  const shown = [...new Set([...found, ...chosen])];
  return { people: shown.flatMap((id) => known.get(id) ?? []), failed };
}
