import ipaddr from 'ipaddr.js';
import { isPublicAddress } from './public-address';

/** Why a request to an address is not sent, in words for whoever wrote the address. */
export interface UrlProblem {
  readonly problem: 'url_invalid' | 'not_https' | 'address_not_public';
  readonly message: string;
}

/** The host of a URL without the brackets of IPv6. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/**
 * What can be said against a URL before anything is looked up: names are checked when they are
 * resolved, by `guardedFetch`.
 * @param trusted origins that may be private or without TLS, such as `http://127.0.0.1:8080`
 */
export function urlProblem(text: string, trusted: readonly string[] = []): UrlProblem | null {
  if (!URL.canParse(text))
    return invalidUrl('This is not an address such as https://example.com/.');
  const url = new URL(text);
  if (!['https:', 'http:'].includes(url.protocol)) {
    return invalidUrl('The address must begin with https://.');
  }
  if (url.username || url.password) {
    return invalidUrl('The address must not hold a user name or a password.');
  }
  if (trusted.includes(url.origin)) return null;
  if (url.protocol !== 'https:') {
    return { problem: 'not_https', message: `${url.origin} is not encrypted: use https://.` };
  }
  const host = hostOf(url);
  if (ipaddr.isValid(host) && !isPublicAddress(host)) return notPublic(host);
  return null;
}

const invalidUrl = (message: string): UrlProblem => ({ problem: 'url_invalid', message });

export const notPublic = (host: string): UrlProblem => ({
  problem: 'address_not_public',
  message: `${host} is not an address of the internet, and private networks are not asked.`,
});
