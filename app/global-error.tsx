'use client';

import './globals.css';
import { Button } from '@/components/ui/button';

export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Keyward failed to start this page</title>
        <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start justify-center gap-4 px-5">
          <h1 className="text-lg font-semibold">Keyward could not show this page</h1>
          <p className="text-muted">
            The dashboard itself failed. Tokens and verifiers are not affected. The server's log has
            the details.
          </p>
          <Button variant="primary" onClick={props.retry}>
            Try again
          </Button>
        </main>
      </body>
    </html>
  );
}
