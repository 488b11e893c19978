'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';

/** Where passwords are off, the form for those few whose password is still good waits behind a button. */
export function BreakGlassEntry(props: { children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  if (isOpen) return props.children;
  return (
    <div>
      <p className="pb-2 text-sm text-muted">
        Passwords are switched off here. A break-glass administrator’s is still good, and its use is
        told to all administrators.
      </p>
      <Button size="small" onClick={() => setIsOpen(true)}>
        Use a break-glass password
      </Button>
    </div>
  );
}
