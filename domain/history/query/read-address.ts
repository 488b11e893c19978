import ipaddr from 'ipaddr.js';

// ipaddr.js also reads `127.1` and `0x7f000001`, which nobody means, and zones (`fe80::1%eth0`), which are
// of one machine and no part of Postgres' addresses.
const isAddress = (text: string) =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || (ipaddr.IPv6.isValid(text) && !text.includes('%'));

/** What is wrong with an address or a range (RFC 4632, RFC 4291), and what to write instead; null where it is one. */
export function addressProblem(
  text: string,
): { message: string; suggestion: string | null } | null {
  const [address = '', bits, ...rest] = text.split('/');
  if (bits === undefined && isAddress(address)) return null;
  const message = 'This is neither an address nor a range such as 10.0.0.0/8.';
  if (!isAddress(address)) {
    const whole = withoutZone(address) ?? withAllParts(address);
    return { message, suggestion: whole && [whole, ...(bits ? [bits] : [])].join('/') };
  }
  const most = address.includes(':') ? 128 : 32;
  if (rest.length > 0 || !/^\d{1,3}$/.test(bits ?? '')) return { message, suggestion: null };
  return Number(bits) <= most
    ? null
    : {
        message: `A range of this kind has at most ${most} bits.`,
        suggestion: `${address}/${most}`,
      };
}

/** `fe80::1%eth0` as `fe80::1`. */
function withoutZone(text: string): string | null {
  const [address = '', zone] = text.split('%');
  return zone !== undefined && isAddress(address) ? address : null;
}

/** `10.0` as `10.0.0.0`. */
function withAllParts(text: string): string | null {
  const parts = text.split('.').filter((part) => part !== '');
  const whole = [...parts, '0', '0', '0'].slice(0, 4).join('.');
  return parts.length > 0 && isAddress(whole) ? whole : null;
}

/**
 * In one spelling, so that it equals what history has: IPv4-mapped IPv6 as IPv4, a range by its first
 * address. What is neither stays as it is.
 */
export function plainAddress(text: string): string {
  const [written = '', length] = text.split('/');
  if (addressProblem(text) !== null) return text;
  if (length === undefined) return ipaddr.process(written).toString();
  const read = ipaddr.parse(written);
  const most = read.kind() === 'ipv4' ? 32 : 128;
  // A wider range of these reaches beyond IPv4 (RFC 4291, 2.5.5.2).
  const isMapped = read instanceof ipaddr.IPv6 && read.isIPv4MappedAddress() && +length >= 96;
  const address = isMapped ? read.toIPv4Address() : read;
  const bits = isMapped ? +length - 96 : +length;
  return +length === most ? address.toString() : `${firstOf(address, bits)}/${bits}`;
}

const firstOf = (address: ipaddr.IPv4 | ipaddr.IPv6, bits: number) =>
  address.kind() === 'ipv4'
    ? ipaddr.IPv4.networkAddressFromCIDR(`${address}/${bits}`)
    : ipaddr.IPv6.networkAddressFromCIDR(`${address}/${bits}`);

/** Whether a network is more than one address. */
export const isRange = (network: string): boolean => network.includes('/');
