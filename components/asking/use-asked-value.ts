'use client';

import { useEffect, useState } from 'react';
import type { ActionOutcome, Refused } from '@/components/ui/form-state';
import { isFromBefore, UPDATED } from '@/components/ui/updated';
import { useLatest } from '@/components/ui/use-latest';
import type { Question } from './question';

/** A pause in typing after which the text is worth asking about. */
export const TYPING_PAUSE_MS = 200;

type Known<Answer> =
  | { status: 'answered'; answer: Answer }
  | Refused
  /** No answer came, or none of ours; `again` is the way on. */
  | { status: 'lost' };

export type AskedValue<Answer> = (Known<Answer> | { status: 'idle' } | { status: 'asking' }) & {
  /** The last answer since there was something to ask: lists keep it while one types on. */
  latest: Answer | undefined;
  /** Asks about the same value once more. */
  again: () => void;
};

type Options<Answer> = {
  /** How long the value must stand still before it is asked about; 0 asks at once. */
  pauseMs?: number;
  /** When to ask the same again by itself, counted from the answer; null once it is known for good. */
  repeatAfterMs?: (answer: Answer | undefined, times: number) => number | null;
};

/**
 * Asks the server about a value that changes: what one types, what is staged, what was opened. Asked
 * after a pause, only about the newest value; answers to older ones are dropped, and their requests
 * ended, as on leaving.
 * @param value plain data, compared by what it says; null where there is nothing to ask
 */
export function useAskedValue<Value, Answer>(
  { name, ask }: Question<Value, Answer>,
  value: Value | null,
  options: Options<Answer> = {},
): AskedValue<Answer> {
  const [round, setRound] = useState(0);
  const [known, setKnown] = useState<{ key: string; state: Known<Answer> } | null>(null);
  const [latest, setLatest] = useState<{ answer: Answer } | null>(null);
  const text = value === null ? null : JSON.stringify(value);
  const key = `${round} ${text}`;
  const current = useLatest({ ask, options });

  useEffect(() => {
    if (text === null) {
      setKnown(null);
      setLatest(null);
      return;
    }
    const asker = new AbortController();
    const { signal } = asker;
    const { pauseMs = 0 } = current.current.options;
    void keepAsking(
      async (times) => {
        const state = await answerOf(name, () =>
          current.current.ask(JSON.parse(text) as Value, signal),
        );
        if (signal.aborted) return null;
        setKnown({ key, state });
        const answer = state.status === 'answered' ? state.answer : undefined;
        if (state.status === 'answered') setLatest({ answer: state.answer });
        return current.current.options.repeatAfterMs?.(answer, times) ?? null;
      },
      { signal, pauseMs },
    );
    return () => asker.abort();
  }, [name, text, key, current]);

  const rest = { latest: latest?.answer, again: () => setRound((before) => before + 1) };
  if (text === null) return { status: 'idle', ...rest, latest: undefined };
  // Until the effect above has run, what is known is about the value before.
  return known?.key === key ? { ...known.state, ...rest } : { status: 'asking', ...rest };
}

async function keepAsking(
  askOnce: (times: number) => Promise<number | null>,
  { signal, pauseMs }: { signal: AbortSignal; pauseMs: number },
): Promise<void> {
  let waitMs: number | null = pauseMs;
  for (let times = 1; waitMs !== null; times += 1) {
    if (waitMs > 0) await stillness(waitMs, signal);
    if (signal.aborted) return;
    waitMs = await askOnce(times);
  }
}

/** Resolves when the time is over, or at once where nobody wants the answer any more. */
function stillness(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    resolve();
  });
  return promise;
}

async function answerOf<Answer>(
  name: string,
  ask: () => Promise<ActionOutcome<Answer>>,
): Promise<Known<Answer>> {
  try {
    const outcome = await ask();
    return outcome.status === 'done' ? { status: 'answered', answer: outcome.result } : outcome;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') return { status: 'lost' };
    if (await isFromBefore(cause)) return UPDATED;
    console.error(new Error(`The question “${name}” got no answer`, { cause }));
    return { status: 'lost' };
  }
}
