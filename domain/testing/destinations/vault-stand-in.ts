import type { z } from 'zod';
import type { Received } from '../receiver';
import { type Answer, type Refuse, readBody, type StandIn, startStandIn } from './stand-in';
import * as facts from './vault-facts';

export interface Version {
  readonly version: number;
  /** null: deleted. */
  readonly data: Readonly<Record<string, unknown>> | null;
}
interface Options {
  /** Of the token, on every path. */
  readonly capabilities?: readonly string[];
  /** Of the engine mounted at `secret`. */
  readonly engine?: '1' | '2';
  /** Without one, requests must name none. */
  readonly namespace?: string;
}
type Written = z.output<typeof facts.written>;

const ALL = ['create', 'read', 'update', 'patch'];
const says = (_status: number, why: string) => ({ errors: [why] });
const refused = (status: number, why: string): Answer => [status, says(status, why)];

/** Why check-and-set refuses a change of this version; null where it does not. */
function casProblem({ options }: Written, now: number): Answer | null {
  if (options === undefined) return refused(400, facts.CAS_REQUIRED);
  return options.cas === now ? null : refused(400, facts.CAS_MISMATCH);
}

/** RFC 7396, of one level. */
function merged(before: object, patch: object) {
  const entries = Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null);
  return Object.fromEntries(entries);
}

/** A vault with one KV engine, whose `cas_required` is set, that takes only what is documented. */
export async function startVault(
  credential: string,
  { capabilities = ALL, engine = '2', namespace }: Options = {},
): Promise<StandIn<Version>> {
  const stored = new Map<string, Version>();

  function write({ method, headers, body }: Received, path: string, refuse: Refuse): Answer {
    const now = stored.get(path);
    const needed = method === 'PATCH' ? 'patch' : now ? 'update' : 'create';
    if (!capabilities.includes(needed)) return refused(403, 'permission denied');
    const type = headers['content-type'];
    if (type !== facts.VAULT_TYPES[method]) return refuse('type', refused(415, `type ${type}`));
    const read = readBody(facts.written, body);
    if ('problem' in read) return refuse(read.problem, refused(400, read.problem));
    if (method === 'PATCH' && !now?.data) return [404, { errors: [] }];
    return casProblem(read.given, now?.version ?? 0) ?? keep(method, path, read.given);
  }
  function keep(method: string, path: string, { data }: Written): Answer {
    const now = stored.get(path);
    const version = (now?.version ?? 0) + 1;
    stored.set(path, { version, data: method === 'PATCH' ? merged(now?.data ?? {}, data) : data });
    return [200, { data: { version, created_time: 'now', deletion_time: '', destroyed: false } }];
  }
  function read(path: string): Answer {
    const one = stored.get(path);
    if (!capabilities.includes('read')) return refused(403, 'permission denied');
    if (!one) return [404, { errors: [] }];
    const metadata = { version: one.version, destroyed: false, deletion_time: '' };
    return [one.data ? 200 : 404, { data: { data: one.data, metadata } }];
  }
  /** What it says of itself; null where something else is asked. */
  function tell({ method, path, body }: Received, refuse: Refuse): Answer | null {
    if (method === 'GET' && facts.VAULT_MOUNT.test(path)) {
      if (!path.includes('/mounts/secret/')) return refused(403, 'preflight capability check');
      return [200, { data: { path: 'secret/', type: 'kv', options: { version: engine } } }];
    }
    if (method !== 'POST' || path !== facts.VAULT_CAPABILITIES) return null;
    const asked = readBody(facts.capabilitiesAsked, body);
    if ('problem' in asked) return refuse(asked.problem, refused(400, asked.problem));
    const each = asked.given.paths.map((one) => [one, capabilities]);
    return [200, { data: { capabilities, ...Object.fromEntries(each) } }];
  }
  function answerTo(request: Received, refuse: Refuse): Answer {
    const { method, path } = request;
    const [, mount, key] = facts.VAULT_DATA.exec(path) ?? [];
    if (mount === undefined || key === undefined) return refuse('path', refused(404, 'path'));
    if (mount !== 'secret') return refused(404, `no handler for route "${mount}/data/${key}".`);
    // Version 1 knows no versions: it would store the whole body under a name of its own.
    if (engine === '1') return method === 'GET' ? [404, { errors: [] }] : refuse('engine', [204]);
    if (method === 'GET') return read(key);
    return method in facts.VAULT_TYPES
      ? write(request, key, refuse)
      : refuse(method, refused(405, 'unsupported operation'));
  }
  return startStandIn<Version>({
    ...{ stored, says },
    writes: ({ method, path }) => method !== 'GET' && facts.VAULT_DATA.test(path),
    found(name) {
      const values = [...stored.values()].map(({ data }) => data?.[name]);
      return values.find((value) => typeof value === 'string');
    },
    answer(request, refuse) {
      const { headers } = request;
      if (headers['x-vault-token'] !== credential) return refused(403, 'permission denied');
      if (headers['x-vault-request'] !== 'true') return refuse('header', refused(412, 'header'));
      if (headers['x-vault-namespace'] !== namespace) return refused(404, 'no handler for route');
      return tell(request, refuse) ?? answerTo(request, refuse);
    },
  });
}
