/**
 * What `guardedFetch` is to trust for this address: its origin, where a host of the installation's list
 * stands for it. An entry is a host, a host with a port, or an origin.
 */
export function trustedOrigins(url: string, privateHosts: readonly string[]): string[] {
  if (!URL.canParse(url)) return [];
  const { origin, host, hostname } = new URL(url);
  const isListed = privateHosts.some((entry) => [origin, host, hostname].includes(entry));
  return isListed ? [origin] : [];
}
