'use client';

import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { keepReaching } from './keep-reaching';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Says that the server is not there, and since when; the page stays, and goes on by itself. */
export function NotReached() {
  const [sinceMs, setSinceMs] = useState<number | null>(null);
  useEffect(() => {
    const { fetch } = window;
    const reaching = keepReaching(fetch.bind(window), setSinceMs);
    window.fetch = reaching;
    return () => {
      // Somebody may have put theirs around it.
      if (window.fetch === reaching) window.fetch = fetch;
    };
  }, []);
  return (
    <p role="status" className="sticky top-0 z-40 empty:hidden">
      {sinceMs !== null && (
        <span className="flex items-center gap-2 border-b border-warn-line bg-warn-soft px-4 py-2 text-sm">
          <WifiOff aria-hidden size={15} className="shrink-0 text-warn" />
          Keyward is not reached since {clock.format(sinceMs)}. What you see and typed stays; it
          goes on by itself.
        </span>
      )}
    </p>
  );
}
