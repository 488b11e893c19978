/** What passkeys are bound to: the dashboard's own name, and the origin its pages come from. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/**
 * The relying party of a dashboard at this address (KEYWARD_URL); null where that is an IP address, which
 * can't be one (Web Authentication Level 3, 5.1.3 step 7). A loopback address is also called `localhost`.
 */
export function relyingPartyOf(keywardUrl: string): RelyingParty | null {
  const { protocol, hostname, port, origin } = new URL(keywardUrl);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (isLoopback) {
    return {
      id: 'localhost',
      origin: new URL(`${protocol}//localhost${port && `:${port}`}`).origin,
    };
  }
  // URLs write every IPv4 address in dots, and IPv6 ones in brackets (WHATWG URL, 4.5).
  if (hostname.startsWith('[') || /^[\d.]+$/.test(hostname)) return null;
  return { id: hostname, origin };
}
