import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { z } from 'zod';
import { decisions } from '@/db/schema/history';
import { sessions } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { exportEvents } from '@/domain/audit/export-events';
import { listEvents } from '@/domain/audit/list-events';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { exportDecisions } from '@/domain/decisions/export-decisions';
import { createGroup } from '@/domain/groups/create-group';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { type AnyStream, BATCH_ROWS, defineStream } from './define-stream';
import { runQuery } from './run-query';
import { openStream, StreamCut } from './run-stream';
import { writeRows } from './write-rows';

const ask = () => contextOf(world.db, world.administrator);

async function opened(stream: AnyStream, input: object, context = ask()) {
  const answer = await openStream(stream, context, input);
  if (isRefusal(answer)) throw new Error(answer.message);
  return answer.batches;
}

async function rowsOf<Row>(batches: AsyncGenerator<readonly object[], void>): Promise<Row[]> {
  const rows: object[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows as Row[];
}

interface Event {
  seq: number;
  action: string;
}

/** More decisions than three batches hold, many of them in the same microsecond. */
const decideOften = () =>
  world.owner.execute(sql`
    insert into ${decisions} (id, at, verifier, outcome, code, path)
    select 'dec_' || lpad(n::text, 8, '0'), date_trunc('day', now()) - interval '1 hour' + (n / 7) * interval '1 microsecond',
      'crowd', 'allowed', 'allowed', '/' || n
    from generate_series(1, ${BATCH_ROWS * 3 + 1}) n
    on conflict do nothing`);

it('an export holds what the same filter lists, oldest first, and not its own event', async () => {
  const listed = await runQuery(listEvents, ask(), { limit: 100, q: 'action:groups.*' });
  const exported = await rowsOf(await opened(exportEvents, { q: 'action:groups.*' }));
  if (!listed.ok) throw new Error(listed.message);
  expect(exported).toEqual([...listed.value.items].reverse());
  const all = await rowsOf<Event>(await opened(exportEvents, {}));
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, at) => at + 1));
  expect(all.at(-1)?.action).toBe('audit.export');
  expect(await lastEvent(world)).toMatchObject({
    seq: all.length + 1,
    action: 'audit.export',
    actorId: world.administratorId,
    after: { format: 'ndjson', to: expect.stringMatching(/Z$/) },
  });
});

it('rows that come while an export is read are not in it', async () => {
  const batches = await opened(exportEvents, {});
  await asAdministrator(world, createGroup, { slug: 'late', name: 'Late' });
  const names = await rowsOf<{ target: { name: string } }>(batches);
  expect(names.some(({ target }) => target.name === 'Late')).toBe(false);
});

it('a time that counts back from the present is that of the first row, however slow the reader is', async () => {
  await world.owner.execute(sql`
    insert into ${decisions} (id, at, verifier, outcome, code)
    select 'dec_slow' || n, now() - interval '1.5 seconds' + n * interval '1 microsecond', 'slow', 'allowed', 'allowed'
    from generate_series(1, ${BATCH_ROWS + 10}) n`);
  const batches = await opened(exportDecisions, { q: 'verifier:slow after:-2s "allowed"' });
  const first = (await batches.next()).value ?? [];
  await world.owner.execute(sql`select pg_sleep(1.5)`);
  expect(first.length + (await rowsOf(batches)).length).toBe(BATCH_ROWS + 10);
});

it('rows of several batches come once each, and a reader goes on after any of them', async () => {
  await decideOften();
  const q = 'verifier:crowd';
  const all = await rowsOf<{ at: string; id: string }>(await opened(exportDecisions, { q }));
  expect(new Set(all.map(({ id }) => id)).size).toBe(BATCH_ROWS * 3 + 1);
  expect(all).toHaveLength(BATCH_ROWS * 3 + 1);
  for (const at of [0, BATCH_ROWS - 1, BATCH_ROWS, all.length - 1]) {
    const after = exportDecisions.stream.cursorOf(all[at] as never);
    expect(await rowsOf(await opened(exportDecisions, { q, after }))).toEqual(all.slice(at + 1));
  }
});

it('an export stops where its reader’s session has ended', async () => {
  await decideOften();
  const actor = await signedIn(world.db, fixture.auditor.id);
  const batches = await opened(exportDecisions, {}, contextOf(world.db, actor));
  expect((await batches.next()).value).toHaveLength(BATCH_ROWS);
  await world.db
    .update(sessions)
    .set({ endedAt: sql`now()` })
    .where(eq(sessions.id, actor.via.id ?? ''));
  const cut = batches.next();
  await expect(cut).rejects.toBeInstanceOf(StreamCut);
  await expect(cut).rejects.toMatchObject({ refusal: { code: 'session_ended' } });
});

it('a lead takes away what concerns their group, and an outsider nothing', async () => {
  const lead = contextOf(world.db, await signedIn(world.db, fixture.lead.id));
  type Row = { group: { slug: string } | null; target: { id: string } };
  const own = await rowsOf<Row>(await opened(exportEvents, {}, lead));
  expect(own.length).toBeGreaterThan(0);
  const inGroup = eq(tokens.groupId, fixture.group.id);
  const found = await world.db.select({ id: tokens.id }).from(tokens).where(inGroup);
  const concerned = new Set([fixture.group.id, ...found.map(({ id }) => id)]);
  const isTheirs = ({ group, target }: Row) =>
    group?.slug === 'billing' || concerned.has(target.id);
  expect(own.filter((event) => !isTheirs(event))).toEqual([]);
  const outsider = contextOf(world.db, await signedIn(world.db, fixture.outsider.id));
  const before = await lastEvent(world);
  expect(await openStream(exportEvents, outsider, {})).toMatchObject({ code: 'not_granted' });
  expect(await lastEvent(world)).toMatchObject({ seq: before.seq + 1, outcome: 'denied' });
});

it.each([
  [exportEvents, { after: '-1' }],
  [exportEvents, { after: '1e3' }],
  [exportEvents, { q: 'nokey:x' }],
  [exportDecisions, { after: 'x|y' }],
  [exportDecisions, { format: 'xml' }],
])('bad input is refused before anything is recorded', async (stream, input) => {
  const before = await lastEvent(world);
  expect(await openStream(stream, ask(), input)).toMatchObject({ ok: false, kind: 'invalid' });
  expect((await lastEvent(world)).seq).toBe(before.seq);
});

/** Numbers, and how often they were asked for. */
function numbers(count: number) {
  const asked = { times: 0 };
  const stream = defineStream({
    operation: 'audit.export',
    summary: 'Count',
    http: { method: 'GET', path: '/numbers' },
    input: { to: z.string().optional() },
    row: z.object({ n: z.number() }),
    columns: ['n'],
    cursorOf: ({ n }) => String(n),
    target: () => everything('system'),
    async batch({ input, limit }) {
      asked.times += 1;
      const start = Number(input.after ?? 0);
      const length = Math.min(limit, count - start);
      return Array.from({ length }, (_, at) => ({ n: start + at + 1 }));
    },
  });
  return { stream, asked };
}

it('no batch is asked for before its reader wants it, and none after it leaves', async () => {
  const { stream, asked } = numbers(BATCH_ROWS * 50);
  const batches = await opened(stream, {});
  expect(asked.times).toBe(1);
  await batches.next();
  expect(asked.times).toBe(1);
  await batches.next();
  expect(asked.times).toBe(2);
  await batches.return();
  await batches.next();
  expect(asked.times).toBe(2);
});

it.each([0, 1, BATCH_ROWS - 1, BATCH_ROWS, BATCH_ROWS + 1, BATCH_ROWS * 2])(
  'a stream of %i rows has all of them',
  async (count) => {
    const rows = await rowsOf<{ n: number }>(await opened(numbers(count).stream, {}));
    expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
  },
);

it('a CSV has its header once, and nothing that a spreadsheet would run', () => {
  const { stream } = numbers(0);
  const csv = { ...stream.stream, columns: ['who.name', 'what', 'list'] };
  const rows = [
    { who: { name: '=HYPERLINK("http://x")' }, what: 'a "quoted", b', list: ['x', 'y'] },
    { who: { name: '+1' }, what: '@SUM(A1)', list: null },
    { who: { name: '\tTab' }, what: '-2', list: { a: 1 } },
    { who: { name: '＝1' }, what: ' \u00a0=2', list: ' - a list' },
    { who: { name: '\r=1' }, what: '\ufeff@x', list: 'a = b' },
    { who: { name: '\n=1' }, what: '  a', list: -3 },
  ];
  const text = writeRows.csv(csv, rows, true) + writeRows.csv(csv, [{ what: 'last' }], false);
  expect(text.split('\r\n')).toEqual([
    'who.name,what,list',
    '"\'=HYPERLINK(""http://x"")","a ""quoted"", b","[""x"",""y""]"',
    "'+1,'@SUM(A1),",
    '\'\tTab,\'-2,"{""a"":1}"',
    "'＝1,' \u00a0=2,' - a list",
    '"\'\r=1",\'\ufeff@x,a = b',
    '"\'\n=1",  a,-3',
    ',last,',
    '',
  ]);
});

it('a text of several lines is one cell of a CSV, whatever its lines look like', () => {
  const csv = { ...numbers(0).stream.stream, columns: ['seq', 'reason'] };
  const rows = [
    { seq: 1, reason: 'leaked\n2,forged' },
    { seq: 3, reason: 'a\rb' },
  ];
  expect(writeRows.csv(csv, rows, true)).toBe('seq,reason\r\n1,"leaked\n2,forged"\r\n3,"a\rb"\r\n');
});

it('a server-sent event carries the place to go on from', () => {
  const { stream } = numbers(0);
  expect(writeRows.sse(stream.stream, [{ n: 1 }, { n: 2 }], true)).toBe(
    'id: 1\ndata: {"n":1}\n\nid: 2\ndata: {"n":2}\n\n',
  );
});
