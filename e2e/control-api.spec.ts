import { expect, test } from './support/test';

test('refusals are problems with a stable code, and say nothing they should not', async ({
  request,
  administrator,
}) => {
  const management = { Authorization: `Bearer ${administrator.managementToken}` };
  const status = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    data?: string,
  ) => {
    const response = await request.fetch(`/api/v1${path}`, { method, headers, data });
    expect(response.headers()['content-type']).toBe('application/problem+json');
    const body = await response.json();
    expect(Object.keys(body).sort()).toEqual([
      'code',
      'detail',
      'errors',
      'requestId',
      'status',
      'title',
      'type',
    ]);
    expect(JSON.stringify(body)).not.toMatch(/ at .*\.(ts|js):\d+|node_modules|select /i);
    return `${response.status()} ${body.code}`;
  };
  const json = { ...management, 'Content-Type': 'application/json' };
  expect(await status('GET', '/tokens', {})).toBe('401 invalid_token');
  expect(await status('GET', '/tokens', { Authorization: 'Bearer kwp_nonsense' })).toBe(
    '401 invalid_token',
  );
  expect(await status('GET', '/tokens', { Authorization: `Basic ${btoa('a:b')}` })).toBe(
    '401 invalid_token',
  );
  expect(await status('GET', '/nothing', management)).toBe('404 not_found');
  expect(await status('GET', '/tokens/tok_01m85bbz8qe8hapfexzpqv9f2v', management)).toBe(
    '404 not_found',
  );
  expect(await status('GET', '/tokens/%00', management)).toBe('404 not_found');
  expect(await status('DELETE', '/tokens', management)).toBe('405 method_not_allowed');
  expect(await status('POST', '/groups', json, '{"slug":')).toBe('400 malformed_json');
  expect(await status('POST', '/groups', json, '[]')).toBe('400 malformed_json');
  expect(await status('POST', '/groups', json, '{"slug":"A B","name":"x"}')).toBe(
    '422 invalid_input',
  );
  expect(await status('POST', '/groups', json, '{"slug":"a","name":"a\\u0000b"}')).toBe(
    '422 invalid_input',
  );
  expect(await status('GET', '/tokens?limit=9999', management)).toBe('422 invalid_input');
  expect(await status('GET', '/tokens?nope=1', management)).toBe('422 invalid_input');
  expect(await status('POST', '/groups', json, `{"slug":"${'x'.repeat(1_100_000)}"}`)).toBe(
    '413 body_too_large',
  );
  expect(await status('PUT', '/apis/keyward/openapi', json, '{}')).toBe('409 built_in');
});

test('a request without a token is challenged without an error, one with a dead token with it', async ({
  request,
}) => {
  const challenge = async (headers: Record<string, string>) =>
    (await request.get('/api/v1/tokens', { headers })).headers()['www-authenticate'];
  expect(await challenge({})).toBe('Bearer realm="keyward"');
  expect(await challenge({ Authorization: 'Bearer kwp_nonsense' })).toBe(
    'Bearer error="invalid_token"',
  );
});

test('the control API describes every operation it has, in OpenAPI 3.1', async ({ request }) => {
  const response = await request.get('/api/v1/openapi.json');
  const document = await response.json();
  expect(document.openapi).toBe('3.1.0');
  expect(document.paths['/tokens/{token}/revoke'].post.operationId).toBe('tokens.revoke');
  expect(document.paths['/apis/{api}/openapi'].put.requestBody.content).toHaveProperty(
    'application/yaml',
  );
  expect(Object.keys(document.paths).length).toBeGreaterThan(30);
});
