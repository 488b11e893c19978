import { LOOPBACK, type OnUntrustedProxy } from './client-address';

/** Whoever reaches the port can send the header, so that warnings have to end somewhere. */
const MAX_WARNED = 50;

/**
 * Warns once of each address that sends X-Forwarded-For and is not trusted: behind a proxy that
 * nobody named, all clients have its address, in limits, records and sign-in throttling alike.
 */
export function warnOfUntrustedProxies(
  trustedProxies: readonly string[] = LOOPBACK,
  warn: (message: string) => void,
): OnUntrustedProxy {
  const warned = new Set<string>();
  return (address) => {
    if (warned.has(address) || warned.size >= MAX_WARNED) return;
    warned.add(address);
    const value = [...trustedProxies, address].join(',');
    warn(
      `${address} sends X-Forwarded-For but is not in TRUSTED_PROXIES: the header is ignored, and ` +
        `everybody behind ${address} has that one address. If it is your proxy, set TRUSTED_PROXIES=${value}`,
    );
  };
}
