/** One operation of a generated API. */
export interface GeneratedOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
}

/** How many operations there are of each depth, and of each method: 1,223, as GitHub's REST API has. */
const COUNT_OF_DEPTH = [25, 69, 125, 236, 299, 286, 142, 41];
const METHODS = ['get', 'get', 'get', 'post', 'patch', 'delete', 'put', 'get'];

const ROOTS = [
  'repos/{owner}/{repo}',
  'orgs/{org}',
  'user',
  'users/{username}',
  'enterprises/{id}',
];
const NOUNS = [
  'actions',
  'alerts',
  'branches',
  'checks',
  'commits',
  'deployments',
  'events',
].concat(
  ['hooks', 'issues', 'keys', 'labels', 'members', 'packages', 'pulls', 'releases', 'runners'],
  ['secrets', 'statuses', 'tags', 'teams', 'topics', 'traffic', 'variables', 'workflows'],
);

/**
 * An API of the size and shape of GitHub's: templates of one to eight segments, a third of them
 * parameters, most below a few roots, several methods on many. Always the same one.
 */
export function githubShape(): GeneratedOperation[] {
  return COUNT_OF_DEPTH.flatMap((count, at) => operationsOfDepth(at + 1, count));
}

function operationsOfDepth(depth: number, count: number): GeneratedOperation[] {
  const found = new Map<string, GeneratedOperation>();
  for (let seed = 0; found.size < count; seed += 1) {
    const path = `/${segmentsOf(seed, depth).join('/')}`;
    const method = METHODS[(seed + depth) % METHODS.length] as string;
    const operationId = `${method}-${depth}-${seed}`;
    found.set(`${method} ${path}`, { operationId, method, path });
  }
  return [...found.values()];
}

function segmentsOf(seed: number, depth: number): string[] {
  const root = ROOTS[seed % ROOTS.length]?.split('/') ?? [];
  const segments = root.length < depth ? [...root] : [];
  for (let rest = Math.floor(seed / 3); segments.length < depth; rest = Math.floor(rest / 5) + 7) {
    const noun = NOUNS[(rest + segments.length) % NOUNS.length] as string;
    const isLast = segments.length + 1 === depth;
    if (isLast && rest % 3 === 1 && depth > 1) segments.push(`{id_${segments.length}}`);
    else segments.push(isLast ? `${noun}-${seed % 97}` : noun);
    if (!isLast && segments.length + 1 < depth && rest % 2 === 0)
      segments.push(`{id_${segments.length}}`);
  }
  return segments;
}
