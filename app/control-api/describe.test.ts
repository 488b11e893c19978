import { expect, it } from 'vitest';
import { readApiDocument } from '@/domain/openapi/read-api-document';
import { COMMANDS, QUERIES } from '@/domain/registry/operations';
import { describeControlApi } from './describe';

const document = describeControlApi('https://keyward.example.com');

/** Every `$ref` of a value, wherever it stands. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) =>
    key === '$ref' && typeof inside === 'string' ? [inside] : references(inside),
  );
}

function resolves(pointer: string): boolean {
  const steps = pointer.replace(/^#\//, '').split('/');
  let at: unknown = document;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !(step in at)) return false;
    at = (at as Record<string, unknown>)[step];
  }
  return true;
}

it('the description of the control API is valid OpenAPI 3.1, with all its operations', async () => {
  const result = await readApiDocument(JSON.stringify(document));
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  expect(result.document.specification).toBe('3.1');
  expect(result.document.flaws).toEqual({ listed: [], more: 0 });
  const bound = [...COMMANDS, ...QUERIES].filter(({ http }) => http && !http.when);
  expect(result.document.operations.map(({ operationId }) => operationId).sort()).toEqual(
    // The exchange of tokens and reports of leaks have doors of their own.
    [
      ...['leaks.report', 'leaks.reportFromGithub', 'tokens.exchange'],
      ...bound.map(({ operation }) => operation),
    ].sort(),
  );
});

it('none of its references points nowhere', () => {
  expect(references(document).filter((pointer) => !resolves(pointer))).toEqual([]);
});
