import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateTokenSecret } from '@/domain/base/token-format';
import { NOTHING_SET, runJob } from '@/domain/jobs/run-job';
import { actOnLeaks } from '@/domain/leaks/act-on-leaks';
import { makeGithubKeys } from '@/domain/leaks/github-keys';
import { setLeakPolicy } from '@/domain/leaks/leak-policy';
import { guardedFetch } from '@/domain/outbound/guarded-fetch';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { type Receiver, startReceiver } from '@/domain/testing/receiver';
import { type Fixture, makeFixture, openWorld, type World } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { resumeToken } from '@/domain/tokens/resume-token';
import { handleGithubReport } from './report-github-leaks';

const p256 = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const [GITHUB, OTHER] = [p256(), p256()];
const shared = globalThis as { keywardDatabase?: unknown; keywardGithubKeys?: unknown };

let world: World;
let fixture: Fixture;
let github: Receiver;
let leaked: { token: { id: string }; secret: string };
const published = (keys: Record<string, KeyObject>) =>
  JSON.stringify({
    public_keys: Object.entries(keys).map(([id, key]) => ({
      ...{ key_identifier: id, key: key.export({ type: 'spki', format: 'pem' }), is_current: true },
    })),
  });

beforeAll(async () => {
  world = await openWorld();
  fixture = await makeFixture(world);
  github = await startReceiver((_request, response) =>
    response.end(published({ first: GITHUB.publicKey })),
  );
  shared.keywardDatabase = world.db;
});
afterAll(async () => {
  await world.close();
  await github.close();
});
beforeEach(async () => {
  shared.keywardGithubKeys = keysWithin(5_000);
  await world.owner.execute(sql`delete from rate_limits`);
  await world.owner.execute(sql`delete from keyward_jobs.job where name = ${actOnLeaks.name}`);
  const input = { identity: fixture.service.id, group: 'billing', name: 'leaky' };
  leaked = await asAdministrator(world, createToken, input);
});

const keysWithin = (timeoutMs: number) =>
  makeGithubKeys({
    ...{ fetch: guardedFetch, url: `${github.origin}/keys`, trusted: [github.origin], timeoutMs },
  });

const found = (token: string, more = {}) => ({ token, type: 'keyward_token', ...more });

interface Signed {
  readonly key?: KeyObject;
  readonly id?: string;
  readonly sent?: string;
  readonly headers?: Record<string, string>;
}

async function report(
  content: unknown,
  { key = GITHUB.privateKey, id = 'first', sent, headers }: Signed = {},
) {
  const body = typeof content === 'string' ? content : JSON.stringify(content);
  const signature = sign('sha256', Buffer.from(body), key).toString('base64');
  const response = await handleGithubReport(
    new Request('http://127.0.0.1/api/v1/leaks/github', {
      method: 'POST',
      headers: {
        'x-keyward-client-address': '192.30.252.1',
        'github-public-key-identifier': id,
        'github-public-key-signature': signature,
        ...headers,
      },
      body: sent ?? body,
    }),
  );
  return { status: response.status, content: await response.json() };
}

async function waiting(): Promise<unknown[]> {
  const { rows } = await world.owner.execute<{ data: unknown }>(
    sql`select data from keyward_jobs.job where name = ${actOnLeaks.name}`,
  );
  return rows.map(({ data }) => data);
}

async function act(): Promise<number> {
  let stopped = 0;
  for (const data of await waiting()) {
    stopped += await runJob(actOnLeaks, { db: world.db, settings: NOTHING_SET }, data);
  }
  return stopped;
}

const hex = (text: string) => createHash('sha256').update(text).digest('hex');
const verdict = () => codeFor(world, leaked.secret, 'listInvoices', '192.0.2.9');

describe('a report that GitHub has signed', () => {
  it('stops the token, names the place, and says which matches were right', async () => {
    const unknown = generateTokenSecret('personal');
    const url = 'https://github.com/octocat/hello/blob/1/a.txt';
    const answer = await report([
      found(leaked.secret, { url, source: 'Issue_comment', added_later: 1 }),
      found(unknown, { url: '', source: 'commit' }),
      found('kwp_nothing'),
    ]);
    expect(answer).toEqual({
      status: 200,
      content: [
        { token_hash: hex(leaked.secret), token_type: 'keyward_token', label: 'true_positive' },
        { token_hash: hex(unknown), token_type: 'keyward_token', label: 'false_positive' },
        { token_hash: hex('kwp_nothing'), token_type: 'keyward_token', label: 'false_positive' },
      ],
    });
    const data = await waiting();
    expect(data).toEqual([
      {
        leaks: [{ sha256: hex(leaked.secret), source: 'GitHub, issue comment', url }],
        reportedFrom: '192.30.252.1',
      },
    ]);
    expect(JSON.stringify([answer, data])).not.toContain(leaked.secret);
    expect(await act()).toBe(1);
    expect(await verdict()).toBe('token_revoked');
    expect(await lastEvent(world)).toMatchObject({
      ...{ action: 'leaks.stop', reason: 'reported as leaked: GitHub, issue comment' },
    });
  });

  it('stops the token whatever is said of the place', async () => {
    const place = { source: `a\u200b${'x'.repeat(89)}😀😀`, url: `\u202e${'y'.repeat(499)}😀` };
    expect((await report([found(leaked.secret, place)])).status).toBe(200);
    expect(await act()).toBe(1);
  });

  it('says of a match that the secret in it is right, by the hash of the match as it was sent', async () => {
    const other = await asAdministrator(world, createToken, {
      ...{ identity: fixture.service.id, group: 'billing', name: 'beside it' },
    });
    const matches = [` ${leaked.secret}\n`, `"${leaked.secret}", kwp_${other.secret}`];
    expect((await report(matches.map((match) => found(match)))).content).toEqual(
      matches.map((match) => ({
        ...{ token_hash: hex(match), token_type: 'keyward_token', label: 'true_positive' },
      })),
    );
    expect(await act()).toBe(2);
  });

  it('suspends where the policy says so', async () => {
    await asAdministrator(world, setLeakPolicy, { onReport: 'suspend' });
    await report([found(leaked.secret)]);
    expect(await act()).toBe(1);
    expect(await verdict()).toBe('token_suspended');
    await asAdministrator(world, resumeToken, { token: leaked.token.id });
    await asAdministrator(world, setLeakPolicy, { onReport: 'revoke' });
  });

  it('that is sent again is answered alike, and stops nothing twice', async () => {
    const first = await report([found(leaked.secret)]);
    expect(await act()).toBe(1);
    expect(await report([found(leaked.secret)])).toEqual(first);
    expect(await act()).toBe(0);
  });

  it('may hold thousands, and each secret once however often it was found', async () => {
    const many = Array.from({ length: 1_500 }, () => found('ghp_0123456789'));
    const twice = [found(leaked.secret), found(leaked.secret)];
    expect((await report([...many, ...twice])).content).toHaveLength(2);
    expect(await waiting()).toHaveLength(1);
  });
});

describe('a report is refused, recorded, and does nothing', () => {
  const UNSIGNED: [string, Signed][] = [
    ['with another’s key', { key: OTHER.privateKey }],
    ['tampered with', { sent: JSON.stringify([found(generateTokenSecret('personal'))]) }],
    ['under a key that GitHub does not publish', { id: 'second' }],
    ['without a signature', { headers: { 'github-public-key-signature': '' } }],
    ['with a signature that is none', { headers: { 'github-public-key-signature': 'AAAA' } }],
    ['without the id of a key', { headers: { 'github-public-key-identifier': '' } }],
  ];
  it.each(UNSIGNED)('%s', async (what, signed) => {
    // Each of a network of its own: many of one become one event.
    const from = `198.51.100.${UNSIGNED.findIndex(([one]) => one === what)}`;
    const headers = { 'x-keyward-client-address': from, ...signed.headers };
    const answer = await report([found(leaked.secret)], { ...signed, headers });
    expect(answer).toMatchObject({ status: 403, content: { code: 'signature_invalid' } });
    expect(await waiting()).toEqual([]);
    expect(await lastEvent(world)).toMatchObject({
      ...{ action: 'leaks.stop', outcome: 'denied', reason: 'signature_invalid' },
    });
  });

  it.each([
    ['that is no JSON', '[', 400],
    ['that is no list', { token: 'x', type: 'y' }, 422],
    ['without a token', [{ type: 'y' }], 422],
  ])('signed, but %s', async (_what, content, status) => {
    expect((await report(content)).status).toBe(status);
  });

  it('of more than 4 MiB', async () => {
    expect(await report('x'.repeat(4 * 1_048_576 + 1))).toMatchObject({
      ...{ status: 413, content: { code: 'body_too_large' } },
    });
  });

  it('while the keys can’t be had, to come back later', async () => {
    shared.keywardGithubKeys = keysWithin(300);
    github.answerWith(() => undefined);
    expect(await report([found(leaked.secret)])).toMatchObject({
      ...{ status: 503, content: { code: 'keys_unavailable' } },
    });
    expect(await waiting()).toEqual([]);
    github.answerWith((_request, response) => response.end(published({ first: GITHUB.publicKey })));
  });

  it('after 600 in five minutes', async () => {
    await report([]);
    await world.owner.execute(sql`update rate_limits set points = 600`);
    expect(await report([])).toMatchObject({ status: 429 });
  });
});
