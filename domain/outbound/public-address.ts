import ipaddr from 'ipaddr.js';

/** What is routed on the internet is of this block, and of no special range within it (RFC 4291, 2.4). */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/**
 * Whether an address is one of the internet's: not private, loopback, link-local (where clouds keep
 * their metadata), shared, reserved or multicast, and none of those in the clothes of IPv6.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (!(address instanceof ipaddr.IPv6)) return address.range() === 'unicast';
  if (address.range() !== 'rfc6052') {
    return address.range() === 'unicast' && address.match(GLOBAL_UNICAST);
  }
  // What DNS64 makes of a name that has IPv4 alone (RFC 6052, well-known prefix).
  const isWellKnown = address.match(ipaddr.parseCIDR('64:ff9b::/96') as [ipaddr.IPv6, number]);
  const inside = new ipaddr.IPv4(address.toByteArray().slice(12));
  return isWellKnown && inside.range() === 'unicast';
}
