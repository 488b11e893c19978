import type { Specification } from './api-document';
import { field, isJsonObject, type JsonObject } from './path-items';

const MOST_HOSTS = 20;
const BASE_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/;
const HOST = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/;

export interface SuggestedAddress {
  readonly hosts: readonly string[];
  readonly basePath: string;
}

/**
 * Where the document says the API is: hosts of all its servers and the base path of the first,
 * variables replaced by their defaults. Only a suggestion: what can't be used is left out.
 */
export function suggestAddress(root: JsonObject, specification: Specification): SuggestedAddress {
  const urls = specification === '2.0' ? [addressOf2(root)] : serverUrls(field(root, 'servers'));
  const read = urls.map(readUrl).filter((url) => url !== null);
  const hosts = read.map((url) => url.host).filter((host) => HOST.test(host));
  const [first] = read;
  return { hosts: [...new Set(hosts)], basePath: first?.basePath ?? '/' };
}

function addressOf2(root: JsonObject): string {
  const host = field(root, 'host');
  const basePath = field(root, 'basePath');
  const path = typeof basePath === 'string' ? basePath : '/';
  return typeof host === 'string' ? `https://${host}${path}` : path;
}

function serverUrls(servers: unknown): string[] {
  if (!Array.isArray(servers)) return [];
  return servers.slice(0, MOST_HOSTS).flatMap((server: unknown) => {
    const url = isJsonObject(server) ? field(server, 'url') : undefined;
    if (!isJsonObject(server) || typeof url !== 'string' || url.length > 2_000) return [];
    const variables = field(server, 'variables');
    return [isJsonObject(variables) ? substitute(url, variables) : url];
  });
}

const substitute = (url: string, variables: JsonObject): string =>
  url.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
    const variable = field(variables, name);
    const value = isJsonObject(variable) ? field(variable, 'default') : undefined;
    return typeof value === 'string' ? value : whole;
  });

/** A host that belongs to nobody (RFC 2606), for URLs that have none. */
const NO_HOST = 'relative.invalid';

function readUrl(url: string): { host: string; basePath: string } | null {
  const base = `https://${NO_HOST}`;
  if (!URL.canParse(url, base)) return null;
  const { host, pathname } = new URL(url, base);
  const path = pathname.replace(/\/+$/, '');
  return { host: host === NO_HOST ? '' : host, basePath: BASE_PATH.test(path) ? path : '/' };
}
