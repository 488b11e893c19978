import { cut } from '@/domain/base/text';
import type { DocumentServer, ServerVariable, Specification } from './api-document';
import type { Flaws } from './flaws';
import { field, isJsonObject, type JsonObject } from './json-object';
import { pointer, quote } from './text';

const MAX_SERVERS = 20;
const MAX_ADDRESSES = 50;
const MAX_VALUES = 20;
const BASE_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/;
const HOST = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/;

/**
 * Where the document says the API is: its `servers`, or `host` and `basePath` in 2.0, with every
 * value that their variables list. Only a suggestion: what can't be used is a flaw.
 */
export function readServers(
  root: JsonObject,
  specification: Specification,
  flaws: Flaws,
): DocumentServer[] {
  if (specification === '2.0') return serversOf2(root, flaws);
  const servers = field(root, 'servers');
  if (!Array.isArray(servers)) return [];
  if (servers.length > MAX_SERVERS) {
    const message = `Only the first ${MAX_SERVERS} of ${servers.length} servers are looked at.`;
    flaws.add('server_unusable', '/servers', message);
  }
  return servers.slice(0, MAX_SERVERS).flatMap((server: unknown, index) => {
    const url = isJsonObject(server) ? field(server, 'url') : undefined;
    if (!isJsonObject(server) || typeof url !== 'string' || url.length > 2_000) return [];
    const variables = readVariables(field(server, 'variables'));
    return [toServer(url, variables, pointer('/servers', index), flaws)];
  });
}

function serversOf2(root: JsonObject, flaws: Flaws): DocumentServer[] {
  const host = field(root, 'host');
  const basePath = field(root, 'basePath');
  if (typeof host !== 'string' && typeof basePath !== 'string') return [];
  const path = typeof basePath === 'string' ? basePath.replace(/^\/*/, '/') : '/';
  const url = typeof host === 'string' ? `https://${host}${path}` : path;
  return [toServer(url, [], typeof host === 'string' ? '/host' : '/basePath', flaws)];
}

function readVariables(variables: unknown): ServerVariable[] {
  if (!isJsonObject(variables)) return [];
  return Object.entries(variables)
    .slice(0, MAX_VALUES)
    .flatMap(([name, variable]) => {
      if (!isJsonObject(variable)) return [];
      const values = field(variable, 'enum');
      const listed = Array.isArray(values) ? values.slice(0, MAX_VALUES).flatMap(asText) : [];
      const [first] = [...asText(field(variable, 'default')), ...listed];
      return first === undefined ? [] : [{ name: cut(name, 100), default: first, values: listed }];
    });
}

const asText = (value: unknown): string[] =>
  typeof value === 'string' || typeof value === 'number' ? [cut(String(value), 200)] : [];

function toServer(
  url: string,
  variables: readonly ServerVariable[],
  place: string,
  flaws: Flaws,
): DocumentServer {
  const read = writeOut(url, variables).map(readUrl);
  const hosts = read.flatMap((one) => (one && HOST.test(one.host) ? [one.host] : []));
  const basePaths = read.flatMap((one) => (one?.basePath ? [one.basePath] : []));
  if (basePaths.length === 0) {
    const message = `No plain host and base path can be read from the server ${quote(url)}.`;
    flaws.add('server_unusable', place, message);
  }
  return {
    url: cut(url.replaceAll(/[\p{C}\u2028\u2029]/gu, '\uFFFD'), 300),
    hosts: [...new Set(hosts)],
    basePaths: [...new Set(basePaths)],
    variables,
  };
}

/** The URL with each value that its variables list, defaults first. */
function writeOut(url: string, variables: readonly ServerVariable[]): string[] {
  let urls = [url];
  for (const { name, default: first, values } of variables) {
    if (!url.includes(`{${name}}`)) continue;
    const choices = [...new Set([first, ...values])];
    urls = urls.flatMap((one) => choices.map((value) => one.replaceAll(`{${name}}`, () => value)));
    urls = urls.slice(0, MAX_ADDRESSES);
  }
  return urls;
}

/** A host that belongs to nobody (RFC 2606), for URLs that have none. */
const NO_HOST = 'relative.invalid';

/** Host and base path of a URL; the path is null where it is not plain. */
function readUrl(url: string): { host: string; basePath: string | null } | null {
  const base = `https://${NO_HOST}`;
  if (!URL.canParse(url, base)) return null;
  const { protocol, host, pathname } = new URL(url, base);
  if (!/^(?:https?|wss?):$/.test(protocol)) return null;
  const path = pathname.replace(/\/+$/, '');
  const basePath = path === '' ? '/' : BASE_PATH.test(path) ? path : null;
  return { host: host === NO_HOST ? '' : host, basePath };
}

/** Says that servers which only some paths or operations have are not used. */
export function warnOfServers(owner: JsonObject, path: string, flaws: Flaws): void {
  const servers = field(owner, 'servers');
  if (!Array.isArray(servers) || servers.length === 0) return;
  const urls = servers.slice(0, 3).flatMap((server: unknown) => {
    const url = isJsonObject(server) ? field(server, 'url') : undefined;
    return typeof url === 'string' ? [quote(url)] : [];
  });
  const message = `These servers are of one part of the document alone and are not used: ${urls.join(', ')}. Where they are another address, make them an API of their own.`;
  flaws.add('path_servers_unused', pointer(path, 'servers'), message);
}
