'use client';

import { type ReactNode, useEffect } from 'react';
import { Button } from './button';

/** In place of everything, where even the frame failed. It is part of every page, and so it is light. */
export function BareError(props: { title: string; children: ReactNode; error: unknown }) {
  const { error } = props;
  useEffect(() => console.error(error), [error]);
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start justify-center gap-4 px-5">
      <h1 className="text-lg font-semibold">{props.title}</h1>
      <p className="text-muted">
        {props.children} The server's log has the details
        {digest ? (
          <>
            {' '}
            under <code className="font-mono text-ink">{digest}</code>.
          </>
        ) : (
          '.'
        )}
      </p>
      <Button variant="primary" onClick={() => window.location.reload()}>
        Load it again
      </Button>
    </main>
  );
}
