import { describe, expect, it } from 'vitest';
import { importDocument } from '@/domain/apis/import-document';
import { isRefusal } from '@/domain/base/refusal';
import { runQuery } from '@/domain/commands/run-query';
import { listTokens } from '@/domain/tokens/list-tokens';
import { chooseOperation, readInput } from './read-input';
import { findRoute } from './routes';

const route = (method: string, path: string) => {
  const match = findRoute(method, `/api/v1${path}`);
  if (!match) throw new Error(`no route ${method} ${path}`);
  return match;
};

const importing = (query: string) => {
  const found = chooseOperation(route('PUT', '/apis/billing/openapi'), new URLSearchParams(query));
  return isRefusal(found) ? found.errors[0]?.path : found.operation;
};

describe('the preview switch of an import', () => {
  it.each([
    ['', 'apis.import'],
    ['dryRun=false', 'apis.import'],
    ['dryRun=true', 'apis.previewImport'],
  ])('understands “%s”', (query, operation) => {
    expect(importing(query)).toBe(operation);
  });

  it.each(['dryRun=1', 'dryRun=TRUE', 'dryRun=', 'dryRun=yes', 'dryRun=false&dryRun=true'])(
    'refuses “%s” rather than apply the document',
    (query) => {
      expect(importing(query)).toBe('dryRun');
    },
  );
});

const listing = (query: string) => {
  const match = route('GET', '/tokens');
  const request = new Request(`http://127.0.0.1/api/v1/tokens?${query}`);
  return readInput(request, listTokens, new URLSearchParams(query), match);
};

describe('a query parameter given twice', () => {
  it('is a list where the operation takes one', async () => {
    expect(await listing('status=active&status=revoked&limit=5')).toEqual({
      status: ['active', 'revoked'],
      limit: '5',
    });
  });

  it('is refused where it takes one value: neither the first nor the last is chosen', async () => {
    const input = await listing('limit=1&limit=2');
    // The input is refused before anything is asked of a database.
    const result = await runQuery(listTokens, { db: null, actor: null } as never, input);
    expect(result).toMatchObject({ ok: false, kind: 'invalid', errors: [{ path: 'limit' }] });
  });
});

it('a query parameter that a change does not take is refused by its name', async () => {
  const match = route('POST', '/groups');
  const request = new Request('http://127.0.0.1/api/v1/groups?force=1', { method: 'POST' });
  const [operation] = match.operations;
  if (!operation) throw new Error('no operation');
  const read = await readInput(request, operation, new URLSearchParams('force=1'), match);
  expect(read).toMatchObject({ ok: false, code: 'invalid_input', errors: [{ path: 'force' }] });
});

it('an import takes choices from the query, once or often, and nothing else', async () => {
  const match = route('PUT', '/apis/billing/openapi');
  const reading = (query: string) => {
    const request = new Request('http://127.0.0.1/', { method: 'PUT', body: '{}' });
    return readInput(request, importDocument, new URLSearchParams(query), match);
  };
  expect(await reading('keep=a&keep=GET%20/b=c&dryRun=false')).toMatchObject({
    api: 'billing',
    keep: ['a', 'GET /b=c'],
  });
  expect(await reading('multiSegment=path&public=a&public=b')).toMatchObject({
    multiSegment: ['path'],
    public: ['a', 'b'],
  });
  expect(await reading('')).toMatchObject({ keep: [], multiSegment: [], public: [] });
  expect(await reading('kept=a')).toMatchObject({ ok: false, errors: [{ path: 'kept' }] });
});
