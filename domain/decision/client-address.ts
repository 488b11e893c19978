import { compileAddressFilter, normalizeAddress } from './address-filter';

export const LOOPBACK = ['127.0.0.0/8', '::1/128'] as const;
const MAX_HOPS = 30;

/** The address of the client, null where it can't be told: then it passes no address limit. */
export type ReadClientAddress = (
  socketAddress: string | undefined,
  forwardedFor: string | null,
) => string | null;

/** Told of an address that forwards somebody's, and is no trusted proxy. */
export type OnUntrustedProxy = (address: string) => void;

/**
 * Reads X-Forwarded-For from the right, over trusted hops only: the first address that is not a
 * trusted hop is the client. An entry that is no address ends in null, for nothing may be guessed.
 */
export function clientAddressReader(
  trustedProxies: readonly string[] = LOOPBACK,
  onUntrusted: OnUntrustedProxy = () => undefined,
): ReadClientAddress {
  const isTrusted = trustedHops(trustedProxies);
  return (socketAddress, forwardedFor) => {
    let address = socketAddress === undefined ? null : normalizeAddress(socketAddress);
    if (forwardedFor === null) return address;
    if (address !== null && !isTrusted(address)) onUntrusted(address);
    // From its end, for what stands before the last untrusted hop is the client's own invention.
    let end = forwardedFor.length;
    for (let hops = 0; end >= 0; hops += 1) {
      if (address === null || !isTrusted(address)) return address;
      if (hops === MAX_HOPS) return null;
      const comma = end === 0 ? -1 : forwardedFor.lastIndexOf(',', end - 1);
      address = readHop(forwardedFor.slice(comma + 1, end).trim());
      end = comma;
    }
    return address;
  };
}

/** Whether an address is that of a trusted proxy: what it says of the client is believed. */
export function trustedHops(
  trustedProxies: readonly string[] = LOOPBACK,
): (address: string | undefined) => boolean {
  // An empty filter would trust everybody.
  if (trustedProxies.length === 0) return () => false;
  const matches = compileAddressFilter(trustedProxies);
  return (address) => address !== undefined && matches(address);
}

const WITH_PORT = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+))(?::([0-9]{1,5}))?$/i;

/**
 * One entry: an address, as Azure, IIS and HAProxy write it perhaps with its port (`192.0.2.7:5678`,
 * `[2001:db8::1]:443`), or an IPv6 address in brackets alone. Null where it is anything else.
 */
function readHop(text: string): string | null {
  const [, bracketed, dotted, port] = WITH_PORT.exec(text) ?? [];
  if (port !== undefined && Number(port) > 65_535) return null;
  if (bracketed !== undefined) return bracketed.includes(':') ? normalizeAddress(bracketed) : null;
  return normalizeAddress(dotted ?? text);
}
