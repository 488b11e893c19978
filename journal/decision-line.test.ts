import { expect, it } from 'vitest';
import { columnsOf, toDecisionLine } from './decision-line';
import type { Decision } from './record/decision';

const decision: Decision = {
  id: 'dec_1',
  atMs: 0,
  code: 'path_ambiguous',
  reason: 'trailing_slash',
  token: null,
  identity: null,
  group: null,
  api: 'billing',
  operation: null,
  scope: null,
  scopes: [],
  request: { method: 'GET', path: '/a\tb\n/', ip: null, userAgent: null, requestId: null },
  callerTokenId: null,
};

it('writes why a path is ambiguous, in a line with a value for each column', () => {
  const line = toDecisionLine(decision, 'v');
  const columns = columnsOf(Buffer.from(line + line)).split(', ');
  const values = line.trimEnd().split('\t');
  expect(values).toHaveLength(columns.length);
  expect(values[columns.indexOf('reason')]).toBe('trailing_slash');
  expect(values[columns.indexOf('path')]).toBe('/a\\tb\\n/');
});

it('reads lines of the version that had no such column by the columns they have', () => {
  const line = toDecisionLine(decision, 'v').replace(/\t[^\t]*\n$/, '\n');
  expect(columnsOf(Buffer.from(line)).endsWith('folded_until')).toBe(true);
});
