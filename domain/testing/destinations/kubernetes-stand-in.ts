import type { Received } from '../receiver';
import * as facts from './kubernetes-facts';
import { type Answer, type Refuse, readBody, type StandIn, startStandIn } from './stand-in';

export interface Secret {
  readonly resourceVersion: string;
  readonly data: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
}
interface Asked {
  readonly namespace: string;
  readonly name: string | undefined;
  readonly query: URLSearchParams;
}
type Data = Readonly<Record<string, string | null>>;

export const NAMESPACE = 'deploys';
const VERBS: Readonly<Record<string, string>> = { GET: 'get', POST: 'create', PATCH: 'patch' };
const REASONS: Readonly<Record<number, string>> = {
  ...{ 400: 'BadRequest', 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound' },
  ...{ 406: 'NotAcceptable', 409: 'Conflict', 415: 'UnsupportedMediaType', 422: 'Invalid' },
};

const says = (code: number, message: string) => ({
  ...{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message },
  ...{ reason: REASONS[code] ?? 'InternalError', code },
});
const refused = (code: number, why: string): Answer => [code, says(code, why)];

/** Why a request's headers and parameters are not those of the document; null where they are. */
function shapeProblem({ method, headers }: Received, query: URLSearchParams): Answer | null {
  const { accept = '*/*', 'content-type': type = '' } = headers;
  if (!/application\/json|\*\/\*/.test(accept)) return refused(406, accept);
  const given = Object.fromEntries(query);
  if (method === 'GET') return Object.keys(given).length === 0 ? null : refused(400, String(query));
  const { error } = facts.writeQuery.safeParse(given);
  if (error) return refused(400, String(error.issues[0]?.message));
  const types = method === 'POST' ? ['application/json'] : facts.MERGES;
  return types.includes(type) ? null : refused(415, `the body was in ${type}`);
}

/**
 * An API server with one namespace, that takes only what the document and the conventions allow.
 * @param options.verbs that the service account holds on Secrets
 */
export async function startKubernetes(
  credential: string,
  { verbs = ['get', 'create', 'patch'] }: { readonly verbs?: readonly string[] } = {},
): Promise<StandIn<Secret>> {
  const stored = new Map<string, Secret>();
  let versions = 100;

  const shown = (name: string, { resourceVersion, ...rest }: Secret) => ({
    ...{ kind: 'Secret', apiVersion: 'v1', type: 'Opaque', ...rest },
    metadata: { name, namespace: NAMESPACE, uid: name, resourceVersion },
  });
  const missing = (name: string | undefined) => refused(404, `secrets "${name}" not found`);
  function keep(name: string, data: Data, { query }: Asked, status: number): Answer {
    versions += 1;
    const entries = Object.entries(data).filter((one): one is [string, string] => one[1] !== null);
    const next = { resourceVersion: String(versions), data: Object.fromEntries(entries) };
    if (query.get('dryRun') === null) stored.set(name, next);
    return [status, shown(name, next)];
  }
  function create(asked: Asked, { body }: Received, refuse: Refuse): Answer {
    const read = readBody(facts.newSecret, body);
    if ('problem' in read) return refuse(read.problem, refused(400, read.problem));
    const { metadata, data = {} } = read.given;
    if ((metadata.namespace ?? asked.namespace) !== asked.namespace) {
      return refuse('namespace', refused(400, 'the namespace of the object does not match'));
    }
    if (!stored.has(metadata.name)) return keep(metadata.name, data, asked, 201);
    return [409, { ...says(409, `secrets "${metadata.name}" exists`), reason: 'AlreadyExists' }];
  }
  function patch(asked: Asked, { body }: Received, refuse: Refuse): Answer {
    const read = readBody(facts.secretPatch, body);
    if ('problem' in read) return refuse(read.problem, refused(400, read.problem));
    const { metadata, data = {} } = read.given;
    const { name = '' } = asked;
    const now = stored.get(name);
    if (!now) return missing(name);
    if (now.resourceVersion !== (metadata?.resourceVersion ?? now.resourceVersion)) {
      return refused(409, `Operation cannot be fulfilled on secrets "${name}": it was modified`);
    }
    if (now.immutable) return refused(422, 'data: field is immutable when `immutable` is set');
    return keep(name, { ...now.data, ...data }, asked, 200);
  }
  function answerTo(asked: Asked, request: Received, refuse: Refuse): Answer {
    const shape = shapeProblem(request, asked.query);
    if (shape) return refuse(String(shape[0]), shape);
    const isThere = asked.namespace === NAMESPACE;
    if (request.method === 'GET') {
      const one = isThere ? stored.get(asked.name ?? '') : undefined;
      return one ? [200, shown(asked.name ?? '', one)] : missing(asked.name);
    }
    if (!isThere) return refused(404, `namespaces "${asked.namespace}" not found`);
    return (request.method === 'POST' ? create : patch)(asked, request, refuse);
  }
  return startStandIn<Secret>({
    ...{ stored, says, writes: ({ method }) => method !== 'GET' },
    found(name) {
      const value = [...stored.values()].find(({ data }) => data[name])?.data[name];
      return value === undefined ? undefined : Buffer.from(value, 'base64').toString();
    },
    answer(request, refuse) {
      const { method, path, headers } = request;
      if (headers.authorization !== `Bearer ${credential}`) return refused(401, 'Unauthorized');
      const [, namespace, name, query] = facts.SECRETS.exec(path) ?? [];
      const methods = name === undefined ? ['POST'] : ['GET', 'PATCH'];
      if (namespace === undefined || !methods.includes(method)) {
        return refuse('path or method', refused(404, 'the server could not find the resource'));
      }
      const verb = VERBS[method] ?? '';
      if (!verbs.includes(verb)) return refused(403, `secrets is forbidden: no verb ${verb}`);
      return answerTo({ namespace, name, query: new URLSearchParams(query) }, request, refuse);
    },
  });
}
