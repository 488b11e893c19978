'use client';

import { useEffect, useState } from 'react';
import type { ActionOutcome } from '@/components/ui/form-state';
import { useLatest } from '@/components/ui/use-latest';

const PAUSE_MS = 250;

export type PreviewState<Preview> =
  | { status: 'none' }
  | { status: 'asking' }
  | { status: 'ready'; preview: Preview }
  | { status: 'refused'; code: string; message: string }
  | { status: 'failed' };

/**
 * What saving would do, asked anew a moment after each change.
 * @param input plain data; null where nothing is staged
 */
export function usePreview<Input, Preview>(
  input: Input | null,
  ask: (input: Input) => Promise<ActionOutcome<Preview>>,
): PreviewState<Preview> {
  const [state, setState] = useState<PreviewState<Preview>>({ status: 'none' });
  const latestAsk = useLatest(ask);
  // Compared by what it says: a pending save makes React work out staged edits anew in each render.
  const text = input === null ? null : JSON.stringify(input);
  useEffect(() => {
    if (text === null) return setState({ status: 'none' });
    setState({ status: 'asking' });
    let late = false;
    const timer = setTimeout(() => {
      latestAsk.current(JSON.parse(text) as Input).then(
        (outcome) => {
          if (late) return;
          setState(
            outcome.status === 'done' ? { status: 'ready', preview: outcome.result } : outcome,
          );
        },
        (cause: unknown) => {
          console.error(new Error('The preview could not be read', { cause }));
          if (!late) setState({ status: 'failed' });
        },
      );
    }, PAUSE_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [text, latestAsk]);
  return state;
}
