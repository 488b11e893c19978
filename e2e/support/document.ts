/** An OpenAPI document the size of GitHub's: `count` operations, and a few worth a story among them. */
export function largeDocument(count: number): string {
  const operation = (operationId: string, tag: string) => ({
    operationId,
    tags: [tag],
    responses: { '200': { description: 'ok' } },
  });
  const parameters = ['owner', 'repo'].map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const paths: Record<string, object> = {
    '/repos/{owner}/{repo}': {
      parameters,
      get: operation('repos/get', 'repos'),
      delete: operation('repos/delete', 'repos'),
    },
    '/repos/{owner}/{repo}/issues': {
      parameters,
      get: operation('issues/list', 'issues'),
      post: operation('issues/create', 'issues'),
    },
  };
  for (let index = 4; index < count; index += 1) {
    paths[`/things/${index}`] = { get: operation(`things/get-${index}`, `things-${index % 20}`) };
  }
  return JSON.stringify({ openapi: '3.0.3', info: { title: 'Forge', version: '1' }, paths });
}
