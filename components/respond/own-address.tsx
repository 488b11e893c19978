'use client';

import { useEffect } from 'react';

/**
 * The address of a page is what one shares: where it left something to the moment, it names that from now
 * on. A redirect would have the server work the page out twice.
 */
export function OwnAddress(props: { href: string }) {
  useEffect(() => window.history.replaceState(null, '', props.href), [props.href]);
  return null;
}
