import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { decisions } from '@/db/schema/history';
import { resolveTokenActor } from '@/domain/actors/resolve-actor';
import { isRefusal } from '@/domain/base/refusal';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { updateGroup } from '@/domain/groups/update-group';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { contextOf, mintOwn, signedIn } from '@/domain/testing/world';
import { withinTime } from '@/domain/timeline/within-time';
import { countFacets } from './count-facets';
import { countHistory } from './count-history';

const DAY = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
const ask = () => contextOf(world.db, world.administrator);

async function histogram(input: object, context = ask()) {
  const answer = await runQuery(countHistory, context, input);
  if (!answer.ok) throw new Error(answer.message);
  const { buckets } = answer.value;
  const sum = (column: 'allowed' | 'denied' | 'changes') =>
    buckets.reduce((total, bucket) => total + bucket[column], 0);
  const sums = { allowed: sum('allowed'), denied: sum('denied'), changes: sum('changes') };
  return { ...answer.value, sums };
}

async function facetsOf(input: object) {
  const answer = await runQuery(countFacets, ask(), input);
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

async function facets(input: object, context = ask()) {
  const answer = await runQuery(countFacets, context, input);
  if (!answer.ok) throw new Error(answer.message);
  const { facets: found, ...rest } = answer.value;
  const byKey: Record<string, object[]> = {};
  for (const { key, values } of found) byKey[key] = values;
  return { ...rest, byKey };
}

/** A day with a decision a minute; every tenth stands for three refusals. */
beforeAll(() =>
  world.owner.execute(sql`
    insert into ${decisions} (id, at, verifier, outcome, code, operation, token_id, token_name, folded_count)
    select 'dec_m' || n, ${DAY.from}::timestamptz + n * interval '1 minute', 'east',
      case when n % 10 = 0 then 'denied' else 'allowed' end,
      case when n % 10 = 0 then 'token_unknown' else 'allowed' end,
      case when n % 10 <> 0 then 'op' || n % 12 end,
      case when n % 10 <> 0 then 'tok_' || n % 2 end, case when n % 10 <> 0 then 'Token ' || n % 2 end,
      case when n % 10 = 0 then 3 else 1 end
    from generate_series(0, 1439) n`),
);

it('a histogram counts each decision, and what one row stands for, in its bucket', async () => {
  const day = await histogram(DAY);
  expect(day).toMatchObject({ stepSeconds: 900, logs: ['decision', 'change'] });
  expect(day.buckets).toHaveLength(96);
  expect(day.buckets[0]).toEqual({
    at: '2026-03-01T00:00:00.000Z',
    allowed: 13,
    denied: 6,
    changes: 0,
  });
  expect(day.sums).toEqual({ allowed: 1296, denied: 432, changes: 0 });
  expect(day.countedFrom).toBe(day.from);
  expect((await histogram({ ...DAY, q: 'outcome:denied' })).sums.allowed).toBe(0);
  const hour = 'after:2026-03-01T01:00Z before:2026-03-01T02:00Z';
  expect(await histogram({ q: hour })).toMatchObject({
    ...{ from: '2026-03-01T01:00:00.000Z', stepSeconds: 30 },
    sums: { allowed: 54, denied: 18 },
  });
});

it('without a time it is the last 24 hours, changes among them', async () => {
  const { from, to, sums } = await histogram({});
  expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
  expect(sums.changes).toBeGreaterThan(10);
  expect((await histogram({ q: 'operation:*' })).sums.changes).toBe(0);
});

it('a range that ends before it begins is empty, and no fault', async () => {
  const nothing = { from: DAY.to, to: DAY.from };
  expect((await histogram(nothing)).sums).toEqual({ allowed: 0, denied: 0, changes: 0 });
  expect((await facets(nothing)).byKey).toEqual({});
});

it('facets are the commonest ten values of each key, and say of how many rows', async () => {
  const { byKey, counted, from } = await facets({ ...DAY, q: 'kind:decision' });
  expect(byKey.outcome).toEqual([
    { value: 'allowed', label: null, count: 1296 },
    { value: 'denied', label: null, count: 432 },
  ]);
  expect(byKey.token?.[0]).toEqual({ value: 'tok_1', label: 'Token 1', count: 720 });
  expect(byKey.operation).toHaveLength(10);
  expect(byKey).not.toHaveProperty('ip');
  expect(counted).toEqual([
    { log: 'decision', rows: 1440, isAll: true, since: '2026-03-01T00:00:00.000000Z' },
  ]);
  expect(from).toBe('2026-03-01T00:00:00.000Z');
});

it('a token over weeks is counted day by day, as many as one by one', async () => {
  const weeks = { from: '2026-02-20T05:00:00Z', to: '2026-03-10T00:00:00Z' };
  for (const token of ['tok_1', '"Token 1"']) {
    const byDay = await histogram({ ...weeks, q: `token:${token}` });
    expect(byDay.stepSeconds).toBe(86_400);
    const oneByOne = await histogram({ ...weeks, q: `token:${token} verifier:east` });
    expect(oneByOne.stepSeconds).toBeLessThan(86_400);
    expect(byDay.sums).toEqual({ ...oneByOne.sums, changes: byDay.sums.changes });
    expect(byDay.sums.allowed).toBeGreaterThan(500);
  }
  // Its first day is cut, and what of it lies outside is not counted.
  const cut = await histogram({
    ...weeks,
    from: '2026-03-01T12:00:00Z',
    to: weeks.to,
    q: 'token:tok_1',
  });
  const long = await histogram({
    from: '2026-03-01T12:00:00Z',
    to: '2026-04-01T00:00:00Z',
    q: 'token:tok_1',
  });
  expect(long.stepSeconds).toBe(86_400);
  expect(long.sums.allowed).toBe(cut.sums.allowed);
});

it.each([
  ['2026-02-20T05:00:00Z', '2026-03-01T07:30:00Z'],
  ['2026-02-20T05:00:00Z', '2026-03-01T20:10:00Z'],
  ['2026-03-01T03:20:00Z', '2026-03-20T00:00:00Z'],
  ['2026-03-01T15:40:00Z', '2026-03-20T09:00:00Z'],
  ['2026-03-01T02:10:00Z', '2026-03-01T22:50:00Z'],
  ['2026-02-28T18:00:00Z', '2026-03-01T16:00:00Z'],
  ['2026-02-28T23:00:00Z', '2026-03-01T11:00:00Z'],
])(
  'tokens from %s to %s are as many as their decisions, wherever a day is cut',
  async (from, to) => {
    const { byKey } = await facets({ from, to, q: 'kind:decision' });
    const { rows } = await world.db.execute(sql`
    select token_id as value, max(token_name) as label, sum(folded_count)::int as count from ${decisions}
    where at >= ${from} and at < ${to} and token_id is not null group by 1 order by 3 desc, 1`);
    expect(byKey.token).toEqual(rows);
  },
);

it('facets of both logs are one', async () => {
  const { byKey, counted } = await facets({});
  expect(byKey.action?.length).toBe(10);
  expect(byKey.actor?.[0]).toMatchObject({ label: 'Ada' });
  expect(counted.map(({ log }) => log)).toEqual(['decision', 'change']);
});

it('where there are more rows than are counted, it is said', async () => {
  await world.owner.execute(sql`
    insert into ${decisions} (id, at, verifier, outcome, code)
    select 'dec_c' || n, '2026-05-01T00:00:00Z'::timestamptz + n * interval '1 second', 'crowd', 'allowed', 'allowed'
    from generate_series(0, 20005) n`);
  const { counted } = await facets({ from: '2026-04-30T00:00:00Z', q: 'verifier:crowd' });
  expect(counted).toEqual([
    { log: 'decision', rows: 20_000, isAll: false, since: '2026-05-01T00:00:06.000000Z' },
  ]);
});

it('counts are cut to the reach of who asks', async () => {
  const member = contextOf(world.db, await signedIn(world.db, fixture.colleague.id));
  expect((await histogram(DAY, member)).sums.allowed).toBe(0);
  expect((await facets({}, member)).counted).toMatchObject([{ log: 'decision', rows: 1 }]);
});

it('what takes too long is ended, and its limit with it', async () => {
  const slowly = await withinTime(world.db, 50, (tx) => tx.execute(sql`select pg_sleep(20)`));
  expect(slowly).toBeNull();
  await world.db.transaction(async (tx) => {
    expect(await withinTime(tx, 5_000, async () => 'in time')).toBe('in time');
    const { rows } = await tx.execute(sql`select current_setting('statement_timeout') as limit`);
    expect(rows).toEqual([{ limit: '0' }]);
  });
});

it('over days, what was counted as it arrived is what the decisions say', async () => {
  // Three days and parts of hours at both ends, with a free word for the same rows counted one by one.
  const days = { from: '2026-02-28T20:30:00Z', to: '2026-03-05T10:10:00Z' };
  for (const q of [
    '',
    'outcome:denied',
    '-outcome:denied',
    'token:tok_1',
    'operation:OP1*',
    'code:allowed,x',
    'verifier:ea*',
  ]) {
    const counted = await histogram({ ...days, q });
    expect(counted.stepSeconds).toBe(3_600);
    expect(counted.sums.allowed + counted.sums.denied).toBeGreaterThan(0);
    const oneByOne = await histogram({ ...days, q: `${q} -id:x` });
    expect(counted.buckets).toEqual(oneByOne.buckets);
  }
});

it('facets that were counted as they arrived say all of the range', async () => {
  const days = { from: '2026-02-27T00:00:00Z', to: '2026-03-01T23:30:00Z' };
  const { facets: all } = await facetsOf({ ...days, q: 'kind:decision' });
  const { facets: oneByOne } = await facetsOf({ ...days, q: 'kind:decision -id:x' });
  expect(all).toEqual(oneByOne);
  const ofToken = await facetsOf({ ...days, q: 'token:tok_1 outcome:allowed' });
  expect(ofToken.facets).toEqual(
    (await facetsOf({ ...days, q: 'token:tok_1 outcome:allowed -id:x' })).facets,
  );
});

it('of a crowd, what was counted as it arrived is exact, and the rest says that it isn’t', async () => {
  const { facets: found } = await facetsOf({ from: '2026-04-30T00:00:00Z', q: 'verifier:crowd' });
  expect(found).toMatchObject([
    { key: 'outcome', isAll: true, values: [{ value: 'allowed', count: 20_006 }] },
    { key: 'code', isAll: true },
    { key: 'verifier', isAll: true, values: [{ value: 'crowd', count: 20_006 }] },
  ]);
});

it('a token through which a change was made stands by its name and last four for those alone who may see it', async () => {
  const theirs = await mintOwn(world.db, world.administratorId, {
    ...{ group: 'administrators', name: 'theirs' },
  });
  const actor = await resolveTokenActor(world.db, theirs.secret, null);
  if (isRefusal(actor)) throw new Error(actor.message);
  const change = { group: fixture.group.id, description: 'Told by a token.' };
  const done = await runCommand(updateGroup, contextOf(world.db, actor), change);
  expect(done).toMatchObject({ ok: true });
  const asked = { q: `token:${theirs.token.id}` };
  const last4 = `••${theirs.token.last4}`;
  expect((await facets(asked)).byKey.token).toMatchObject([
    { value: theirs.token.id, label: `theirs ${last4}` },
  ]);
  const lead = await signedIn(world.db, fixture.lead.id);
  const seen = (await facets(asked, contextOf(world.db, lead))).byKey.token;
  expect(seen).toMatchObject([{ value: theirs.token.id }]);
  expect(JSON.stringify(seen)).not.toContain('••');
});
