'use client';

import { type ComponentType, useEffect, useState } from 'react';
import { useToast } from './toast';
import { wasUpdated } from './updated';
import { useLatest } from './use-latest';

/** What every part fetched on demand takes. It stays mounted after closing, for its way out. */
export type Openable = { open: boolean; onOpenChange: (open: boolean) => void };

/**
 * A part of the page whose code is fetched when it first opens; until then `Before` stands in its
 * place. Where fetching fails, a toast says so and the part closes again: opening it is another try.
 */
export function onDemand<Props extends Openable>(
  fetchPart: () => Promise<ComponentType<Props>>,
  Before: ComponentType<Props> = Opening,
): ComponentType<Props> & { load: () => Promise<void>; preload: () => void } {
  let fetched: ComponentType<Props> | undefined;

  /** Rejects where the code cannot be fetched; await it before what can be shown only once. */
  async function load(): Promise<void> {
    fetched ??= await fetchPart();
  }
  /** Ahead of the opening, when pointer or focus come near; a failure is told when it opens. */
  const preload = () => void load().catch(() => undefined);

  function OnDemand(props: Props) {
    const { open } = props;
    const toast = useToast();
    const latest = useLatest(props);
    const [ready, setReady] = useState(false);
    useEffect(() => {
      if (!open) return;
      if (fetched) return setReady(true);
      let gone = false;
      load().then(
        () => !gone && setReady(true),
        async (cause: unknown) => {
          if (gone) return;
          console.error(new Error('A part of the page could not be fetched', { cause }));
          if (await wasUpdated()) {
            toast.failed('Keyward was updated', 'Keep what you have typed, then reload the page.');
          } else toast.failed('This could not be fetched', 'Check the connection and try again.');
          latest.current.onOpenChange(false);
        },
      );
      return () => {
        gone = true;
      };
    }, [open, toast, latest]);
    const Part = fetched;
    if (ready && Part) return <Part {...props} />;
    return <Before {...props} />;
  }
  return Object.assign(OnDemand, { load, preload });
}

/** Until the code is there; the shortcuts look for it, lest keys meant for the part act on the page. */
function Opening(props: { open: boolean }) {
  if (!props.open) return null;
  return (
    <span role="status" data-opening="" className="sr-only">
      Opening
    </span>
  );
}
