import { compileAddressFilter, normalizeAddress } from './address-filter';

export const LOOPBACK = ['127.0.0.0/8', '::1/128'] as const;
const MAX_HOPS = 30;

/** The address of the client, null where it can't be told: then it passes no address limit. */
export type ReadClientAddress = (
  socketAddress: string | undefined,
  forwardedFor: string | null,
) => string | null;

/**
 * Reads X-Forwarded-For from the right, over trusted hops only: the first address that is not a
 * trusted hop is the client. An entry that is no address ends in null, for nothing may be guessed.
 */
export function clientAddressReader(
  trustedProxies: readonly string[] = LOOPBACK,
): ReadClientAddress {
  // An empty filter would trust everybody.
  const isTrusted =
    trustedProxies.length === 0 ? () => false : compileAddressFilter(trustedProxies);
  return (socketAddress, forwardedFor) => {
    let address = socketAddress === undefined ? null : normalizeAddress(socketAddress);
    if (forwardedFor === null) return address;
    const hops = forwardedFor.split(',', MAX_HOPS + 1);
    if (hops.length > MAX_HOPS) return null;
    for (let at = hops.length - 1; at >= 0; at -= 1) {
      if (address === null || !isTrusted(address)) return address;
      address = normalizeAddress((hops[at] ?? '').trim());
    }
    return address;
  };
}
