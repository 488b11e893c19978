import { lookup as lookUp } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { hostOf, notPublic, type UrlProblem, urlProblem } from './outbound-url';
import { isPublicAddress } from './public-address';

const WITHIN_MS = 3_000;

type Lookup = (host: string) => Promise<readonly { readonly address: string }[]>;

/**
 * What can be said against an address before it is saved: its form, and what its name stands for now. A
 * name that can't be resolved passes: it may be resolved elsewhere, and each request asks again.
 */
export async function addressProblem(
  text: string,
  trusted: readonly string[],
  lookup: Lookup = (host) => lookUp(host, { all: true }),
): Promise<UrlProblem | null> {
  const wrong = urlProblem(text, trusted);
  if (wrong) return wrong;
  const url = new URL(text);
  const host = hostOf(url);
  if (trusted.includes(url.origin) || ipaddr.isValid(host)) return null;
  const found = await Promise.race([lookup(host).catch(() => []), nothingIn(WITHIN_MS)]);
  return found.every(({ address }) => isPublicAddress(address)) ? null : notPublic(host);
}

const nothingIn = (milliseconds: number) =>
  new Promise<[]>((resolve) => {
    setTimeout(() => resolve([]), milliseconds).unref();
  });
