import { type BasePath, compileBasePath, foldedStart, pathWithin, withoutQuery } from './base-path';
import { parseConfiguredHost, parseHostName, wildcardFor } from './host-name';

/** Where an API is reached: each of its base paths at each of its hosts. */
export interface ApiAddress {
  readonly slug: string;
  readonly hosts: readonly string[];
  readonly basePaths: readonly string[];
}

interface Mount {
  readonly slug: string;
  readonly basePath: BasePath;
}

export interface HostTable {
  /**
   * What is mounted at a Host header as sent: null where it is no host, or where its port would
   * choose and the gateway doesn't vouch for it; empty where it is nobody's.
   * @param vouchedPort the port a gateway listens on, by its own word; null where it says nothing
   */
  readonly mountsAt: (host: string, vouchedPort: number | null) => readonly Mount[] | null;
}

export interface SelectedApi {
  readonly slug: string;
  /** Starts with `/` where the request has a path below the base path; without the query. */
  readonly pathWithinApi: string;
}

const DEFAULT_PORTS: ReadonlySet<number> = new Set([80, 443]);

/**
 * Prepares `selectApi`. A host without a port stands for every port; one with a port for that
 * port, and 80 and 443 also for a request that names none. Hosts that can't be read match nothing.
 *
 * Clients write the port in a Host header as they like. Where an API of that name has a port of
 * its own, only a port the gateway vouches for chooses, and the client's must not contradict it.
 */
export function compileHosts(apis: Iterable<ApiAddress>): HostTable {
  const mounts = new Map<string, Mount[]>();
  const namesWithPorts = new Set<string>();
  for (const { slug, hosts, basePaths } of apis) {
    const mounted = basePaths.map((text) => ({ slug, basePath: compileBasePath(text) }));
    for (const key of new Set(hosts.flatMap(keysFor))) {
      mounts.set(key, [...(mounts.get(key) ?? []), ...mounted]);
      if (!key.endsWith(ANY_PORT)) namesWithPorts.add(key.slice(0, key.lastIndexOf(':')));
    }
  }
  const portChooses = (name: string) => namesWithPorts.has(name);
  return { mountsAt: rememberHosts((host, port) => mountsAt(mounts, portChooses, host, port)) };
}

const NOWHERE: readonly Mount[] = [];
const ANY_PORT = ':*';

function mountsAt(
  mounts: ReadonlyMap<string, readonly Mount[]>,
  portChooses: (name: string) => boolean,
  host: string,
  vouchedPort: number | null,
): readonly Mount[] | null {
  const parsed = parseHostName(host);
  if (parsed === null) return null;
  const { name } = parsed;
  const wildcard = wildcardFor(name) ?? name;
  const atAnyPort = mounts.get(name + ANY_PORT);
  if (!portChooses(name) && !portChooses(wildcard)) {
    return atAnyPort ?? mounts.get(wildcard + ANY_PORT) ?? NOWHERE;
  }
  const port = chosenPort(parsed.port, vouchedPort);
  if (port === undefined) return null;
  const atPort = mounts.get(`${name}:${port ?? ''}`);
  if (atPort) return atPort;
  const wildcardAtPort = mounts.get(`${wildcard}:${port ?? ''}`);
  // The name is the closer, the port is the closer: servers differ.
  if (atAnyPort && wildcardAtPort) return null;
  return atAnyPort ?? wildcardAtPort ?? mounts.get(wildcard + ANY_PORT) ?? NOWHERE;
}

/** Undefined where the client's word alone would choose. A default port is as good as none. */
function chosenPort(sent: number | null, vouched: number | null): number | null | undefined {
  if (vouched !== null) return sent === null || sent === vouched ? vouched : undefined;
  return sent === null || DEFAULT_PORTS.has(sent) ? null : undefined;
}

const MAX_REMEMBERED = 256;

/** Reading a host costs more than finding it, and the same few come again and again. */
function rememberHosts(read: HostTable['mountsAt']): HostTable['mountsAt'] {
  const remembered = new Map<string, readonly Mount[] | null>();
  return (host, vouchedPort) => {
    const key = vouchedPort === null ? host : `${vouchedPort} ${host}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const found = read(host, vouchedPort);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, found);
    return found;
  };
}

function keysFor(text: string): string[] {
  const host = parseConfiguredHost(text);
  if (host === null) return [];
  if (host.port === null) return [host.name + ANY_PORT];
  const own = `${host.name}:${host.port}`;
  return DEFAULT_PORTS.has(host.port) ? [own, `${host.name}:`] : [own];
}

/**
 * The API that a request is sent to. Of the APIs at this very port (else those at any port) the
 * longest base path wins. Null where there is none, where two claim the same place, where only the
 * client says which port it is, or where a server that ignores case or decodes first would choose
 * another one.
 * @param rawPath origin form, as sent
 * @param vouchedPort the port that the gateway listens on, by its own word
 */
export function selectApi(
  table: HostTable,
  host: string,
  rawPath: string,
  vouchedPort: number | null = null,
): SelectedApi | null {
  const mounts = table.mountsAt(host, vouchedPort);
  if (mounts === null) return null;
  const path = withoutQuery(rawPath);
  let best: Mount | null = null;
  let bestWithin = '';
  for (const mount of mounts) {
    const within = pathWithin(mount.basePath, path);
    if (within === null || (best !== null && depthOf(mount) <= depthOf(best))) continue;
    best = mount;
    bestWithin = within;
  }
  if (best === null || isContested(mounts, best, path)) return null;
  return { slug: best.slug, pathWithinApi: bestWithin };
}

const depthOf = ({ basePath }: Mount): number => basePath.foldedSegments.length;

/** Whether another place, at least as deep, fits when read forgivingly. */
function isContested(mounts: readonly Mount[], best: Mount, path: string): boolean {
  let folded: string[] | null = null;
  for (const mount of mounts) {
    if (mount === best) continue;
    const deeper = depthOf(mount) - depthOf(best);
    // In one API two depths leave two paths, and one depth the same.
    if (mount.slug === best.slug ? deeper === 0 : deeper < 0) continue;
    folded ??= foldedStart(path, Math.max(...mounts.map(depthOf)));
    const actual = folded;
    if (mount.basePath.foldedSegments.every((segment, at) => mayBe(segment, actual[at]))) {
      return true;
    }
  }
  return false;
}

const mayBe = (segment: string | null, actual: string | undefined): boolean =>
  actual !== undefined && (segment === null || segment === actual);
