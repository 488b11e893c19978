import { expect } from 'vitest';
import { listOperations } from '@/domain/apis/list-operations';
import { getEvent } from '@/domain/audit/get-event';
import { listEvents } from '@/domain/audit/list-events';
import { runQuery } from '@/domain/commands/run-query';
import { listDecisions } from '@/domain/decisions/list-decisions';
import { matchMembers } from '@/domain/groups/match-members';
import { previewScopes } from '@/domain/groups/preview-scopes';
import { signIn } from '@/domain/sessions/sign-in';
import { it, world } from '@/domain/testing/fixture';
import { contextOf } from '@/domain/testing/world';
import { listTokens } from '@/domain/tokens/list-tokens';
import { tokenCursor } from '@/domain/tokens/token-order';
import { historyCursor } from './cursor';

const ask = () => contextOf(world.db, world.administrator);
const refused = { ok: false, kind: 'invalid', code: 'invalid_input' };

it.each(['constructor:x', '-constructor:x', 'a\0b', 'ip:a\0b', '"a\0b"'])(
  'the search %j is refused, not a fault',
  async (q) => {
    expect(await runQuery(listEvents, ask(), { q })).toMatchObject(refused);
    expect(await runQuery(listDecisions, ask(), { q })).toMatchObject(refused);
  },
);

it('a search of more terms than anybody types is refused', async () => {
  const q = Array.from({ length: 60 }, (_, at) => `w${at}`).join(' ');
  expect(await runQuery(listEvents, ask(), { q })).toMatchObject(refused);
});

it.each([
  '2026-02-30T00:00:00.000000Z',
  '2026-99-01T00:00:00.000000Z',
  '0000-01-01T00:00:00.000000Z',
  '2026-01-01T25:00:00.000000Z',
])('a cursor tampered with to say %s is refused, not a fault', async (at) => {
  const decision = historyCursor(at, 'dec_x');
  expect(await runQuery(listDecisions, ask(), { cursor: decision })).toMatchObject(refused);
  const token = tokenCursor(at, 'tok_x');
  expect(await runQuery(listTokens, ask(), { cursor: token })).toMatchObject(refused);
});

it.each([
  '0000-01-01T00:00:00Z',
  '2026-01-01T00:00:00+23:00',
  `2026-01-01T00:00:00.${'1'.repeat(200)}Z`,
])('a time range from %s is refused, not a fault', async (from) => {
  expect(await runQuery(listEvents, ask(), { from })).toMatchObject(refused);
  expect(await runQuery(listDecisions, ask(), { to: from })).toMatchObject(refused);
});

it('a time with an offset that exists is understood', async () => {
  const from = '2020-01-01T00:00:00.123456+14:00';
  expect(await runQuery(listEvents, ask(), { from, to: '9999-12-31T23:59:59Z' })).toMatchObject({
    ok: true,
  });
});

it('a NUL is refused wherever text is looked for', async () => {
  const api = 'billing';
  const group = 'billing';
  for (const input of [{ q: 'a\0' }, { tag: 'a\0' }, { method: 'a\0' }, { cursor: 'a\0' }]) {
    expect(await runQuery(listOperations, ask(), { api, ...input })).toMatchObject(refused);
  }
  expect(await runQuery(listTokens, ask(), { scope: 'a\0' })).toMatchObject(refused);
  expect(await runQuery(getEvent, ask(), { event: 'a\0' })).toMatchObject(refused);
  expect(await runQuery(previewScopes, ask(), { group, scopes: ['a\0'] })).toMatchObject(refused);
  expect(await runQuery(matchMembers, ask(), { group, references: ['a\0'] })).toMatchObject(
    refused,
  );
  const credentials = { email: 'a\0@example.com', password: 'x' };
  expect(await signIn(ask(), credentials)).toMatchObject({ code: 'wrong_credentials' });
});
