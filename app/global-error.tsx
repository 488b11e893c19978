'use client';

import './globals.css';
import { BareError } from '@/components/ui/bare-error';

export default function GlobalError(props: { error: unknown }) {
  return (
    <html lang="en">
      <body>
        <title>Keyward failed to start this page</title>
        <BareError title="Keyward could not show this page" error={props.error}>
          The dashboard itself failed. Tokens and verifiers are not affected.
        </BareError>
      </body>
    </html>
  );
}
