'use client';

import { useEffect, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';

const secondsUntil = (deadlineMs: number) =>
  Math.max(0, Math.ceil((deadlineMs - Date.now()) / 1_000));

/** Undo while there is time; then the word that it is final. */
export function UndoButton(props: {
  deadlineMs: number;
  onUndo: () => Promise<void>;
  /** Once there is no more time. */
  finalWords?: string;
}) {
  const [leftSeconds, setLeftSeconds] = useState(() => secondsUntil(props.deadlineMs));
  const [pending, startTransition] = useTransition();
  useEffect(() => {
    const timer = setInterval(() => setLeftSeconds(secondsUntil(props.deadlineMs)), 250);
    return () => clearInterval(timer);
  }, [props.deadlineMs]);
  if (leftSeconds === 0 && !pending) {
    return (
      <span className="text-sm text-muted">{props.finalWords ?? 'The revocation is final.'}</span>
    );
  }
  return (
    <Button pending={pending} onClick={() => startTransition(props.onUndo)}>
      Undo
      <span aria-hidden className="min-w-4 text-right text-muted tabular-nums">
        {leftSeconds}
      </span>
    </Button>
  );
}
