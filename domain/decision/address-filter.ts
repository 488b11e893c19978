import ipaddr from 'ipaddr.js';
import type { AddressFilter } from './snapshot';

type Range = ReturnType<typeof ipaddr.parseCIDR>;

/** Reads one CIDR, or a single address as its /32 or /128; null where it is neither. */
export function parseCidr(text: string): Range | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!isCanonicalAddress(text)) return null;
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

// ipaddr.js also reads `127.1` and `0x7f000001`; filters written like that are mistakes.
const isCanonicalAddress = (text: string) =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);

/** The address in one spelling (IPv4-mapped IPv6 as IPv4), or null where it is none. */
export function normalizeAddress(text: string): string | null {
  return isCanonicalAddress(text) ? ipaddr.process(text).toString() : null;
}

/** What lies both in the ranges and in the list; an empty list has room for every address. */
export function narrowCidrs(cidrs: readonly string[], list: readonly string[]): string[] {
  if (list.length === 0) return [...cidrs];
  const within = (inner: string, outer: string) => {
    const [small, large] = [parseCidr(inner), parseCidr(outer)];
    if (!small || !large || small[0].kind() !== large[0].kind()) return false;
    return small[1] >= large[1] && small[0].match(large[0], large[1]);
  };
  const kept = cidrs.flatMap((one) =>
    list.flatMap((other) => (within(one, other) ? [one] : within(other, one) ? [other] : [])),
  );
  return [...new Set(kept)];
}

/**
 * Compiles a list of CIDRs. An empty list lets everything pass; a list with an unreadable entry
 * lets that entry match nothing.
 */
export function compileAddressFilter(cidrs: readonly string[]): AddressFilter {
  if (cidrs.length === 0) return () => true;
  const ranges = cidrs.map(parseCidr).filter((range) => range !== null);
  return (ip) => {
    if (ip === null || !isCanonicalAddress(ip)) return false;
    const address = ipaddr.process(ip);
    return ranges.some(
      ([base, bits]) => base.kind() === address.kind() && address.match(base, bits),
    );
  };
}
