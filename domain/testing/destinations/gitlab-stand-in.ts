import type { z } from 'zod';
import type { Received } from '../receiver';
import * as facts from './gitlab-facts';
import { type Answer, type Refuse, readBody, type StandIn, startStandIn } from './stand-in';

export type Variable = Required<Omit<z.output<typeof facts.newVariable>, 'masked_and_hidden'>> & {
  readonly hidden: boolean;
};
interface Asked {
  /** `projects/42` */
  readonly owner: string;
  readonly key: string | undefined;
  readonly query: URLSearchParams;
}

export const OWNERS = ['projects/42', 'projects/acme%2Fshop', 'groups/acme'];
const USUAL = {
  ...{ environment_scope: '*', masked: false, protected: false, raw: false, hidden: false },
  ...{ variable_type: 'env_var' as const, description: null },
};

const says = (_status: number, message: string) => ({ message });
const invalid = (field: string, why: string): Answer => [400, { message: { [field]: [why] } }];
/** What it never shows again. */
const shown = (one: Variable) => (one.hidden ? { ...one, value: null } : one);
const isInvalid = ({ masked, value, raw }: Variable) => masked && !facts.isMaskable(value, raw);

/**
 * A GitLab with two projects and a group, that takes only what its documentation allows.
 * @param options.scopes of the access token
 */
export async function startGitlab(
  credential: string,
  { scopes = ['api'] }: { readonly scopes?: readonly string[] } = {},
): Promise<StandIn<Variable>> {
  const stored = new Map<string, Variable>();

  function signInProblem({ method, headers }: Received): Answer | null {
    if (headers['private-token'] !== credential) return [401, says(401, '401 Unauthorized')];
    const may = method === 'GET' ? ['api', 'read_api'] : ['api'];
    if (may.some((one) => scopes.includes(one))) return null;
    return [403, { error: 'insufficient_scope', scope: 'api' }];
  }
  /** The variables that a request means: by the name, and by the filter where there is one. */
  function named({ owner, key, query }: Asked) {
    const scope = query.get(facts.ONE_QUERY[0] ?? '');
    return [...stored].filter(
      ([id, { environment_scope }]) =>
        id.startsWith(`${owner} ${key} `) && (scope === null || scope === environment_scope),
    );
  }
  function create({ owner }: Asked, { body }: Received, refuse: Refuse): Answer {
    const read = readBody(facts.newVariable, body);
    if ('problem' in read) return refuse(read.problem, [400, { error: read.problem }]);
    const { masked_and_hidden: hides = false, ...given } = read.given;
    const one = { ...USUAL, ...given, ...(hides && { masked: true, hidden: true }) } as Variable;
    if (isInvalid(one)) return invalid('value', 'is invalid');
    const id = `${owner} ${one.key} ${one.environment_scope}`;
    if (stored.has(id)) return invalid('key', `(${one.key}) has already been taken`);
    stored.set(id, one);
    return [201, shown(one)];
  }
  function change(asked: Asked, { body }: Received, refuse: Refuse): Answer {
    const read = readBody(facts.changedVariable, body);
    if ('problem' in read) return refuse(read.problem, [400, { error: read.problem }]);
    const [found] = named(asked);
    if (!found) return [404, says(404, '404 Variable Not Found')];
    const next = { ...found[1], ...read.given } as Variable;
    if (isInvalid(next)) return invalid('value', 'is invalid');
    stored.set(found[0], next);
    return [200, shown(next)];
  }
  function show(asked: Asked): Answer {
    if (asked.key === undefined) return [200, [...stored.values()].map(shown)];
    const [first, second] = named(asked);
    if (second) return [409, says(409, 'There are multiple variables with provided parameters.')];
    return first ? [200, shown(first[1])] : [404, says(404, '404 Variable Not Found')];
  }
  function answerTo(asked: Asked, request: Received, refuse: Refuse): Answer {
    const { method, headers } = request;
    const known = asked.key === undefined ? facts.LIST_QUERY : facts.ONE_QUERY;
    const odd = [...asked.query.keys()].find((name) => !known.includes(name));
    if (odd !== undefined) return refuse(odd, [400, { error: odd }]);
    if (method === 'GET') return show(asked);
    const type = headers['content-type'];
    if (type !== 'application/json') return refuse('type', [415, { error: `type ${type}` }]);
    if (method === 'POST' && asked.key === undefined) return create(asked, request, refuse);
    if (method === 'PUT' && asked.key !== undefined) return change(asked, request, refuse);
    return refuse(method, [405, { error: '405 Not Allowed' }]);
  }
  return startStandIn<Variable>({
    ...{ stored, says, writes: ({ method }) => method !== 'GET' },
    found: (name) => [...stored.values()].find(({ key }) => key === name)?.value,
    answer(request, refuse) {
      const { method, path } = request;
      const isOwn = method === 'GET' && path === facts.GITLAB_OWN_TOKEN;
      if (isOwn && request.headers['private-token'] === credential) {
        return [200, { id: 7, name: 'keyward', active: true, revoked: false, scopes }];
      }
      const stranger = signInProblem(request);
      if (stranger) return stranger;
      const [, owner, key, query] = facts.GITLAB_VARIABLES.exec(path) ?? [];
      if (owner === undefined) return refuse('path', [404, { error: '404 Not Found' }]);
      if (!OWNERS.includes(owner)) return [404, says(404, '404 Project Not Found')];
      return answerTo({ owner, key, query: new URLSearchParams(query) }, request, refuse);
    },
  });
}
