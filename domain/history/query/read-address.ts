import ipaddr from 'ipaddr.js';

// ipaddr.js also reads `127.1` and `0x7f000001`, which nobody means.
const isAddress = (text: string) =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);

/** What is wrong with an address or a range (RFC 4632, RFC 4291), and what to write instead; null where it is one. */
export function addressProblem(
  text: string,
): { message: string; suggestion: string | null } | null {
  const [address = '', bits, ...rest] = text.split('/');
  if (bits === undefined && isAddress(address)) return null;
  const message = 'This is neither an address nor a range such as 10.0.0.0/8.';
  if (!isAddress(address)) {
    const whole = withAllParts(address);
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

/** `10.0` as `10.0.0.0`. */
function withAllParts(text: string): string | null {
  const parts = text.split('.').filter((part) => part !== '');
  const whole = [...parts, '0', '0', '0'].slice(0, 4).join('.');
  return parts.length > 0 && isAddress(whole) ? whole : null;
}

/** The same, IPv4-mapped IPv6 as IPv4: so history has it. */
export const plainAddress = (text: string): string =>
  isAddress(text) ? ipaddr.process(text).toString() : text;
