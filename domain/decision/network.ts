import ipaddr from 'ipaddr.js';

/**
 * The network an attempt is counted for: an IPv4 address, or the /64 of an IPv6 one, which is what one
 * subscriber is given (RFC 6177).
 */
export function networkOf(ip: string | null): string {
  if (ip === null || !ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  return `${new ipaddr.IPv6([...address.parts.slice(0, 4), 0, 0, 0, 0])}/64`;
}
