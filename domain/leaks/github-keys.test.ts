import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { guardedFetch } from '@/domain/outbound/guarded-fetch';
import { type Receiver, startReceiver } from '@/domain/testing/receiver';
import { KeysUnavailable, makeGithubKeys } from './github-keys';

const pemOf = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'pem' });
const PEM = pemOf('P-256');
const listOf = (...ids: string[]) =>
  JSON.stringify({ public_keys: ids.map((id) => ({ key_identifier: id, key: PEM })) });

let github: Receiver;
let nowMs: number;
beforeEach(async () => {
  nowMs = 0;
  github = await startReceiver((_request, response) => response.end(listOf('first')));
});
afterEach(() => github.close());

const open = () => {
  const { origin } = github;
  const trusted = [origin];
  return makeGithubKeys({
    ...{ fetch: guardedFetch, url: `${origin}/keys`, trusted, timeoutMs: 2_000, now: () => nowMs },
  });
};
const MINUTE = 60_000;

it('the keys are fetched once for all who ask, and again after an hour', async () => {
  const keys = open();
  const found = await Promise.all([keys('first'), keys('first'), keys('first')]);
  expect(found.every((key) => key?.asymmetricKeyType === 'ec')).toBe(true);
  nowMs = 59 * MINUTE;
  await keys('first');
  expect(github.requests).toHaveLength(1);
  nowMs = 61 * MINUTE;
  await keys('first');
  expect(github.requests).toHaveLength(2);
});

it('an unknown id has them fetched again, at most every two minutes', async () => {
  const keys = open();
  expect(await keys('second')).toBeNull();
  github.answerWith((_request, response) => response.end(listOf('first', 'second')));
  for (let tries = 0; tries < 5; tries += 1) expect(await keys('second')).toBeNull();
  expect(github.requests).toHaveLength(1);
  nowMs = 2 * MINUTE;
  expect(await keys('second')).not.toBeNull();
  expect(github.requests).toHaveLength(2);
});

it('a key that is published no more serves no longer than an hour', async () => {
  const keys = open();
  await keys('first');
  github.answerWith((_request, response) => response.end(listOf('second')));
  nowMs = 61 * MINUTE;
  expect(await keys('first')).toBeNull();
});

it.each([
  ['hangs', () => undefined],
  [
    'fails',
    (_: unknown, response: import('node:http').ServerResponse) => response.writeHead(500).end(),
  ],
  [
    'holds no list',
    (_: unknown, response: import('node:http').ServerResponse) => response.end('{}'),
  ],
  [
    'is endless',
    (_: unknown, response: import('node:http').ServerResponse) => response.end('x'.repeat(300_000)),
  ],
])(
  'where the list %s, a known key serves for a day, and nobody asks in vain',
  async (_, answer) => {
    const keys = open();
    await keys('first');
    github.answerWith(answer);
    nowMs = 61 * MINUTE;
    expect(await keys('first')).not.toBeNull();
    await expect(keys('second')).rejects.toThrow(KeysUnavailable);
    expect(github.requests).toHaveLength(2);
    nowMs = 24 * 60 * MINUTE;
    await expect(keys('first')).rejects.toThrow(KeysUnavailable);
  },
);

it('a key of another curve, and what is no key, is none', async () => {
  const all = [
    { key_identifier: 'other', key: pemOf('P-384') },
    { key_identifier: 'none', key: 'x' },
  ];
  github.answerWith((_request, response) => response.end(JSON.stringify({ public_keys: all })));
  const keys = open();
  expect([await keys('other'), await keys('none')]).toEqual([null, null]);
});

it('an address in a private network is not asked unless it was named', async () => {
  const keys = makeGithubKeys({ fetch: guardedFetch, url: `${github.origin}/keys`, trusted: [] });
  await expect(keys('first')).rejects.toThrow(KeysUnavailable);
  expect(github.requests).toEqual([]);
});
