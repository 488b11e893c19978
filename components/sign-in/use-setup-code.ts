'use client';

import { useEffect, useRef, useState } from 'react';

/**
 * The one-time code behind the `#` of this address, taken out of the address bar at once. It is
 * kept in memory only: undefined until read, null where there is none.
 */
export function useSetupCode(): string | null | undefined {
  const [code, setCode] = useState<string | null>();
  const taken = useRef<string | null>(null);
  useEffect(() => {
    function take() {
      const found = window.location.hash.slice(1);
      if (found) {
        taken.current = found;
        window.history.replaceState(null, '', window.location.pathname);
      }
      setCode(taken.current);
    }
    take();
    // A second link pasted into the same tab changes the fragment only.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return code;
}
