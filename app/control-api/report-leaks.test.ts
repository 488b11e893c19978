import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateTokenSecret, hashTokenSecret } from '@/domain/base/token-format';
import { NOTHING_SET, runJob } from '@/domain/jobs/run-job';
import { actOnLeaks } from '@/domain/leaks/act-on-leaks';
import { setLeakPolicy } from '@/domain/leaks/leak-policy';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { type Fixture, makeFixture, openWorld, type World } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { resumeToken } from '@/domain/tokens/resume-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { readTokenView } from '@/domain/tokens/token-view';
import { handleLeakReport } from './report-leaks';

let world: World;
let fixture: Fixture;
let leaked: { token: { id: string }; secret: string };
beforeAll(async () => {
  world = await openWorld();
  fixture = await makeFixture(world);
  (globalThis as { keywardDatabase?: unknown }).keywardDatabase = world.db;
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.owner.execute(sql`delete from rate_limits`);
  await world.owner.execute(sql`delete from keyward_jobs.job where name = ${actOnLeaks.name}`);
  const input = { identity: fixture.service.id, group: 'billing', name: 'leaky' };
  leaked = await asAdministrator(world, createToken, input);
});

async function report(body: unknown, ip = '198.51.100.9') {
  const response = await handleLeakReport(
    new Request('http://127.0.0.1/api/v1/leaks', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-keyward-client-address': ip },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
  const { requestId: _requestId, ...content } = await response.json();
  return { status: response.status, headers: response.headers, content };
}

interface Waiting extends Record<string, unknown> {
  readonly data: { leaks: { sha256: string; source: string | null; url: string | null }[] };
}

async function waitingJobs(): Promise<Waiting['data'][]> {
  const { rows } = await world.owner.execute<Waiting>(
    sql`select data from keyward_jobs.job where name = ${actOnLeaks.name} order by created_on`,
  );
  return rows.map(({ data }) => data);
}

/** Does what the worker does with what waits. @returns how many tokens were stopped */
async function act(): Promise<number> {
  let stopped = 0;
  for (const data of await waitingJobs()) {
    stopped += await runJob(actOnLeaks, { db: world.db, settings: NOTHING_SET }, data);
  }
  return stopped;
}

const verdict = () => codeFor(world, leaked.secret, 'listInvoices', '192.0.2.9');

describe('a report', () => {
  it('stops the token for good, names who found it, and can be told twice', async () => {
    const leak = { secret: leaked.secret, source: 'GitHub', url: 'https://example.com/a#L7' };
    expect(await report({ leaks: [leak] })).toMatchObject({
      ...{ status: 202, content: { received: 1 } },
    });
    expect(await act()).toBe(1);
    expect(await verdict()).toBe('token_revoked');
    expect(await lastEvent(world)).toMatchObject({
      ...{ action: 'leaks.stop', targetId: leaked.token.id, affects: [leaked.token.id] },
      reason: 'reported as leaked: GitHub',
      after: { url: 'https://example.com/a#L7', reportedFrom: '198.51.100.9' },
    });
    expect(await act()).toBe(0);
  });

  it.each([
    ['invisible', 'a\u200bscanner', 'https://example.com/\u202egpj.exe', 'a scanner'],
    ['half a character', '\ud800 a scanner', 'a\u2028b', 'a scanner'],
    ['cut in the middle of one', 'a scanner\0', `${'y'.repeat(497)}\ufff9😀`, 'a scanner'],
    [
      'a secret that is longer once it is withheld',
      'x'.repeat(100),
      `\t${'kwp_'.repeat(100)}`,
      'xxx',
    ],
  ])('stops the token whatever is said of the place: %s', async (_what, source, url, said) => {
    // One of it must not keep the others alive, either.
    const others = [{ secret: generateTokenSecret('personal'), source: 'b\u2066' }];
    const answer = await report({ leaks: [...others, { secret: leaked.secret, source, url }] });
    expect(answer).toMatchObject({ status: 202 });
    expect(await act()).toBe(1);
    expect(await verdict()).toBe('token_revoked');
    expect(String((await lastEvent(world)).reason)).toContain(`reported as leaked: ${said}`);
  });

  it('may be the line that the secret stands in', async () => {
    await report({ leaks: [{ secret: `authorization: "Bearer ${leaked.secret}",\n` }] });
    expect(await act()).toBe(1);
    expect(await verdict()).toBe('token_revoked');
  });

  it('by its hash, in any case, is as good', async () => {
    const sha256 = hashTokenSecret(leaked.secret).toString('hex').toUpperCase();
    expect(await report({ leaks: [{ sha256 }] })).toMatchObject({ status: 202 });
    expect(await act()).toBe(1);
    expect(await verdict()).toBe('token_revoked');
  });

  it('suspends where the policy says so, and again after somebody has resumed it', async () => {
    await asAdministrator(world, setLeakPolicy, { onReport: 'suspend' });
    await report({ leaks: [{ secret: leaked.secret }] });
    expect(await act()).toBe(1);
    expect(await verdict()).toBe('token_suspended');
    expect(await act()).toBe(0);
    await asAdministrator(world, resumeToken, { token: leaked.token.id });
    expect(await act()).toBe(1);
    await asAdministrator(world, setLeakPolicy, { onReport: 'revoke' });
    expect(await act()).toBe(1);
    expect(await verdict()).toBe('token_revoked');
  });

  it('tells whoever resumes one that was suspended for another reason, once for each time', async () => {
    const { id: token } = leaked.token;
    const told = async () => {
      const { rowCount } = await world.owner.execute(
        sql`select from notices where about_id = ${token}`,
      );
      return rowCount ?? 0;
    };
    await asAdministrator(world, setLeakPolicy, { onReport: 'suspend' });
    await asAdministrator(world, suspendToken, { token, reason: 'lunch' });
    await report({ leaks: [{ secret: leaked.secret, source: 'GitHub' }] });
    const before = await told();
    expect(await act()).toBe(1);
    expect(await readTokenView(world.db, token)).toMatchObject({
      ...{ status: 'suspended', suspendReason: 'reported as leaked: GitHub' },
    });
    const people = (await told()) - before;
    expect(people).toBeGreaterThan(0);
    expect(await act()).toBe(0);
    expect(await told()).toBe(before + people);
    await asAdministrator(world, resumeToken, { token });
    expect(await act()).toBe(1);
    expect(await told()).toBe(before + 2 * people);
    await asAdministrator(world, setLeakPolicy, { onReport: 'revoke' });
  });

  it('ends one that waits for approval, so that nobody approves it after that', async () => {
    const { id: token } = leaked.token;
    await asAdministrator(world, setLeakPolicy, { onReport: 'suspend' });
    await world.owner.execute(
      sql`update tokens set state = 'suspended', approval = 'awaiting' where id = ${token}`,
    );
    await report({ leaks: [{ secret: leaked.secret }] });
    expect(await act()).toBe(1);
    expect(await readTokenView(world.db, token)).toMatchObject({ status: 'revoked' });
    await asAdministrator(world, setLeakPolicy, { onReport: 'revoke' });
  });

  it('is answered alike whether the secret is known, unknown, broken, or of somebody else', async () => {
    const others = [generateTokenSecret('personal'), 'kwp_short', 'ghp_0123456789', ''];
    const answers = [];
    for (const secret of [leaked.secret, ...others])
      answers.push(await report({ leaks: [{ secret }] }));
    expect(
      new Set(answers.map(({ status, content }) => JSON.stringify({ status, content }))).size,
    ).toBe(1);
    expect(await waitingJobs()).toHaveLength(2);
  });

  it('keeps the hash alone: no secret is stored, not even in what is told of the place', async () => {
    const other = generateTokenSecret('service');
    await report({
      leaks: [
        {
          secret: leaked.secret,
          source: ` scan\u0000\nbot ${other}`,
          url: `https://x.example/${other}`,
        },
        { secret: leaked.secret },
      ],
    });
    const [waiting] = await waitingJobs();
    expect(waiting?.leaks).toEqual([
      {
        sha256: hashTokenSecret(leaked.secret).toString('hex'),
        source: 'scan bot kws_…[withheld]',
        url: 'https://x.example/kws_…[withheld]',
      },
    ]);
    expect(await act()).toBe(1);
  });

  it('of a thousand is taken, and of more refused', async () => {
    const many = (count: number) => ({
      leaks: Array.from({ length: count }, () => ({ secret: generateTokenSecret('personal') })),
    });
    expect(await report(many(1_000))).toMatchObject({ content: { received: 1_000 } });
    expect((await waitingJobs())[0]?.leaks).toHaveLength(1_000);
    expect((await report(many(1_001))).status).toBe(422);
  });
});

describe('what is no report is refused, and does nothing', () => {
  it.each([
    ['no JSON', '{', 400],
    ['no UTF-8', '"\ud800', 400],
    ['nothing', { leaks: [] }, 422],
    ['a list', [{ secret: 'x' }], 422],
    ['neither of both', { leaks: [{ source: 'x' }] }, 422],
    ['both', { leaks: [{ secret: 'x', sha256: '0'.repeat(64) }] }, 422],
    ['a hash of another kind', { leaks: [{ sha256: '0'.repeat(40) }] }, 422],
    ['a field nobody knows', { leaks: [{ secret: 'x', revoke: true }] }, 422],
    ['a secret that is none', { leaks: [{ secret: 7 }] }, 422],
  ])('%s', async (_what, body, status) => {
    expect((await report(body)).status).toBe(status);
    expect(await waitingJobs()).toEqual([]);
  });

  it('a megabyte and more', async () => {
    expect((await report(`{"leaks":"${'x'.repeat(1_048_576)}"}`)).status).toBe(413);
  });
});

it('a network that sends too many waits, is recorded, and holds up no other', async () => {
  const one = { leaks: [{ secret: 'ghp_x' }] };
  for (let sent = 0; sent < 60; sent += 1) expect((await report(one)).status).toBe(202);
  const refused = await report(one);
  expect(refused).toMatchObject({ status: 429, content: { code: 'too_many_attempts' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'leaks.stop', outcome: 'denied', reason: 'too_many_attempts' },
    actorName: 'unknown reporter',
  });
  expect((await report(one, '203.0.113.9')).status).toBe(202);
});
