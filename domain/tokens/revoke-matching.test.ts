import { expect } from 'vitest';
import { decisions } from '@/db/schema/history';
import { newId } from '@/domain/base/ids';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { codeFor, lastEvent } from '@/domain/testing/probes';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { createToken } from './create-token';
import { previewMatching } from './preview-matching';
import { revokeMatching } from './revoke-matching';
import { revokeToken } from './revoke-token';
import { undoRevokeToken } from './undo-revoke-token';

const HOUR_MS = 3_600_000;
let made: { id: string; secret: string }[];

async function mint(name: string) {
  const input = { identity: fixture.service.id, group: 'billing', name };
  const { token, secret } = await done(world.db, world.administrator, createToken, input);
  return { id: token.id, secret };
}
const use = (tokenId: string, ip: string, agoHours: number) =>
  world.db.insert(decisions).values({
    ...{ id: newId('decision'), at: new Date(Date.now() - agoHours * HOUR_MS).toISOString() },
    ...{ verifier: 'edge', outcome: 'allowed', code: 'allowed', tokenId, ip },
  });

beforeAll(async () => {
  made = [await mint('one'), await mint('two'), await mint('three')];
  const [one, two, three] = made.map(({ id }) => id);
  await use(String(one), '203.0.113.9', 1);
  await use(String(two), '203.0.113.200', 2);
  await use(String(three), '203.0.113.9', 72);
  await use(String(three), 'not an address', 1);
});

const preview = async (input: object) => {
  const found = await runQuery(previewMatching, contextOf(world.db, world.administrator), input);
  if (!found.ok) throw new Error(found.message);
  return found.value;
};
const revoke = (input: object, actor = world.administrator) =>
  runCommand(revokeMatching, contextOf(world.db, actor), input);
const code = (index: number) => codeFor(world, made[index]?.secret ?? '', 'listInvoices');

it('a range, an address and a time are counted as they were used', async () => {
  const names = async (input: object) => (await preview(input)).tokens.map(({ name }) => name);
  expect(await names({ usedFrom: '203.0.113.0/24' })).toEqual(['one', 'two']);
  expect(await names({ usedFrom: '203.0.113.9' })).toEqual(['one']);
  const since = new Date(Date.now() - 96 * HOUR_MS).toISOString();
  expect(await names({ usedFrom: '203.0.113.9', since })).toEqual(['one', 'three']);
  const mine = { createdBy: world.administratorId, usedFrom: '203.0.113.9', since };
  expect(await names(mine)).toEqual(['one', 'three']);
  expect(await names({ ...mine, createdBy: 'Ada@Example.com' })).toEqual(['one', 'three']);
  const unknown = runQuery(previewMatching, contextOf(world.db, world.administrator), {
    createdBy: 'nobody@example.com',
  });
  expect(await unknown).toMatchObject({ code: 'invalid_input', errors: [{ path: 'createdBy' }] });
});

it('one statement and one event end all of them; each can be taken back by who did it', async () => {
  const result = await revoke({ usedFrom: '203.0.113.0/24', expect: 2, reason: 'that network' });
  const ids = made.slice(0, 2).map(({ id }) => id);
  expect(result).toMatchObject({ ok: true, value: { revoked: ids.toSorted() } });
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'tokens.revokeMatching', reason: 'that network', affects: ids.toSorted() },
    after: { filter: { usedFrom: '203.0.113.0/24' } },
  });
  expect([await code(0), await code(1), await code(2)]).toEqual([
    ...['token_revoked', 'token_revoked', 'allowed'],
  ]);
  const context = contextOf(world.db, world.administrator);
  for (const token of ids) {
    expect(await runCommand(undoRevokeToken, context, { token })).toMatchObject({ ok: true });
  }
  expect(await code(0)).toBe('allowed');
});

it('more than were counted are not revoked, and nothing is where nothing matches', async () => {
  const more = await revoke({ usedFrom: '203.0.113.0/24', expect: 1 });
  expect(more).toMatchObject({ ok: false, code: 'plan_outdated' });
  expect(await code(0)).toBe('allowed');
  const none = await revoke({ usedFrom: '192.0.2.0/24', expect: 1 });
  expect(none).toMatchObject({ ok: false, code: 'nothing_matches' });
});

it('as many as were counted, but not the same, are not revoked; fewer of them are', async () => {
  const range = { usedFrom: '198.51.100.0/24' };
  const ids = [await mint('gone'), await mint('left'), await mint('new')].map(({ id }) => id);
  const [gone = '', left = '', late = ''] = ids;
  for (const id of [gone, left]) await use(id, '198.51.100.3', 1);
  const { count, at: seenAt } = await preview(range);
  const seen = { ...range, expect: count, seenAt };
  await done(world.db, world.administrator, revokeToken, { token: gone });
  await use(late, '198.51.100.4', 0);
  expect((await preview(range)).count).toBe(count);
  expect(await revoke(seen)).toMatchObject({ ok: false, code: 'plan_outdated' });
  await done(world.db, world.administrator, revokeToken, { token: late });
  expect(await revoke(seen)).toMatchObject({ ok: true, value: { revoked: [left] } });

  const maker = { createdBy: world.administratorId };
  const made = await preview(maker);
  await done(world.db, world.administrator, revokeToken, { token: String(made.tokens[0]?.id) });
  await mint('made since');
  const again = { ...maker, expect: made.count, seenAt: made.at };
  expect(await revoke(again)).toMatchObject({ ok: false, code: 'plan_outdated' });
});

it('a lead can’t: what they would end may be of any group', async () => {
  const lead = await signedIn(world.db, fixture.lead.id);
  const refused = await revoke({ usedFrom: '203.0.113.9', expect: 1 }, lead);
  expect(refused).toMatchObject({ ok: false, code: 'not_granted' });
});

it.for([
  [{}, 'createdBy'],
  [{ usedFrom: '10.0' }, 'usedFrom'],
  [{ usedFrom: '10.0.0.0/33' }, 'usedFrom'],
  [{ usedFrom: '10.0.0.1', since: '2020-01-01T00:00:00Z' }, 'since'],
  [{ usedFrom: '10.0.0.1', expect: 0 }, 'expect'],
] as const)('bad input is told at its field: %j', async ([input, path]) => {
  expect(await revoke({ expect: 1, ...input })).toMatchObject({ errors: [{ path }] });
});
