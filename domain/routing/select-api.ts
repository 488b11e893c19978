import { foldSegment } from './fold-segment';
import { parseConfiguredHost, parseHostName } from './host-name';

/** Where an API is reached. `basePath` is `/`, or plain segments without a trailing slash. */
export interface ApiAddress {
  readonly slug: string;
  readonly hosts: readonly string[];
  readonly basePath: string;
}

interface Mount {
  readonly slug: string;
  readonly basePath: string;
  readonly foldedSegments: readonly string[];
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
  for (const { slug, hosts, basePath } of apis) {
    const foldedSegments = segmentsOf(basePath).map(foldSegment);
    for (const key of new Set(hosts.flatMap(keysFor))) {
      const list = mounts.get(key) ?? [];
      list.push({ slug, basePath, foldedSegments });
      mounts.set(key, list);
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
  const atAnyPort = mounts.get(name + ANY_PORT) ?? NOWHERE;
  if (!portChooses(name)) return atAnyPort;
  const port = chosenPort(parsed.port, vouchedPort);
  return port === undefined ? null : (mounts.get(`${name}:${port ?? ''}`) ?? atAnyPort);
}

/** Undefined where the client's word alone would choose. A default port is as good as none. */
function chosenPort(sent: number | null, vouched: number | null): number | null | undefined {
  if (vouched !== null) return sent === null || sent === vouched ? vouched : undefined;
  return sent === null || DEFAULT_PORTS.has(sent) ? null : undefined;
}

const MOST_REMEMBERED = 256;

/** Reading a host costs more than finding it, and the same few come again and again. */
function rememberHosts(read: HostTable['mountsAt']): HostTable['mountsAt'] {
  const remembered = new Map<string, readonly Mount[] | null>();
  return (host, vouchedPort) => {
    const key = vouchedPort === null ? host : `${vouchedPort} ${host}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const found = read(host, vouchedPort);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
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
  for (const mount of mounts) {
    if (pathWithinBase(mount.basePath, path) === null) continue;
    if (best === null || mount.basePath.length > best.basePath.length) best = mount;
  }
  if (best === null || isContested(mounts, best, path)) return null;
  const pathWithinApi = pathWithinBase(best.basePath, path);
  return pathWithinApi === null ? null : { slug: best.slug, pathWithinApi };
}

/**
 * What follows the base path, without the query: `/users` of `/v1/users` in `/v1`, empty for `/v1`
 * itself. Null where the path is not below it, compared exactly as sent.
 */
export function pathWithinBase(basePath: string, rawPath: string): string | null {
  const path = withoutQuery(rawPath);
  if (basePath === '/') return path;
  if (!path.startsWith(basePath)) return null;
  const rest = path.slice(basePath.length);
  return rest === '' || rest.startsWith('/') ? rest : null;
}

function withoutQuery(rawPath: string): string {
  const at = rawPath.indexOf('?');
  return at < 0 ? rawPath : rawPath.slice(0, at);
}

const segmentsOf = (path: string): string[] => (path === '/' ? [] : path.slice(1).split('/'));

/** Whether an API of another name, mounted at least as deep, fits when read forgivingly. */
function isContested(mounts: readonly Mount[], best: Mount, path: string): boolean {
  const depth = best.foldedSegments.length;
  let folded: string[] | null = null;
  for (const mount of mounts) {
    if (mount.slug === best.slug || mount.foldedSegments.length < depth) continue;
    folded ??= segmentsOf(path).slice(0, deepest(mounts)).map(foldEncoded);
    const actual = folded;
    if (mount.foldedSegments.every((segment, at) => segment === actual[at])) return true;
  }
  return false;
}

const deepest = (mounts: readonly Mount[]): number =>
  Math.max(...mounts.map((mount) => mount.foldedSegments.length));

/** A segment with a broken escape is itself: the path will turn out ambiguous in any API. */
function foldEncoded(segment: string): string {
  try {
    return foldSegment(decodeURIComponent(segment));
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}
