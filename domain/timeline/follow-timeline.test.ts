import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { printPlace, readHeads } from './arrival-place';
import { followTimeline } from './follow-timeline';
import type { TimelineItem } from './list-timeline';

const idOf = (item: TimelineItem) => (item.kind === 'decision' ? item.decision.id : item.event.id);

async function follow(input: object, context = contextOf(world.db, world.administrator)) {
  const answer = await runQuery(followTimeline, context, input);
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}
const place = async () => (await follow({})).cursor;

let made = 0;
/** Decisions of an hour ago that a verifier ships now, as one batch. @returns their ids, newest first */
async function ship(
  verifier: string,
  count = 1,
  more: { code?: string; hoursAgo?: number } = {},
): Promise<string[]> {
  made += 1;
  const ids = Array.from({ length: count }, (_, index) => `dec_${made}_${1_000 + index}`);
  const { code = 'allowed', hoursAgo = 1 } = more;
  await world.owner.execute(sql`
    with batch as (select nextval('decision_batch_ids') as id, now() - ${hoursAgo} * interval '1 hour' as at),
    head as (
      insert into decision_heads (verifier, seq, hash) values (${verifier}, 1, repeat('0', 64))
      on conflict (verifier) do update set seq = decision_heads.seq + 1 returning seq),
    sealed as (
      insert into decision_batches (id, verifier, seq, day, rows, leaves, root, prev_hash, hash, sealed_at, first_at, last_at)
      select id, ${verifier}, head.seq, at::date, ${count}, decode(repeat('00', ${count * 32}), 'hex'), '', '', '', now(), at, at
      from batch, head)
    insert into decisions (id, at, verifier, outcome, code, batch)
    select each, at, ${verifier}, ${code === 'allowed' ? 'allowed' : 'denied'}, ${code}, batch.id
    from batch, unnest(${sql.param(ids)}::text[]) each`);
  return ids.toReversed();
}

it('without a place there are no rows, only where to go on from', async () => {
  await ship('east');
  const start = await follow({});
  expect(start).toMatchObject({ items: [], skipped: 0, logs: ['decision', 'change'] });
  expect(start.cursor).toBe(printPlace(await readHeads(world.db)));
});

it('what arrives comes once, though it happened before what came earlier', async () => {
  const start = await place();
  const [early] = await ship('east');
  const first = await follow({ after: start });
  expect(first.items.map(idOf)).toEqual([early]);
  const [late] = await ship('west');
  await asAdministrator(world, createGroup, { slug: 'arrived', name: 'Arrived' });
  const second = await follow({ after: first.cursor });
  expect(second.items.map(({ kind }) => kind)).toEqual(['change', 'decision']);
  expect(second.items.map(idOf)).toContain(late);
  expect(await follow({ after: second.cursor })).toMatchObject({
    ...{ items: [], skipped: 0, cursor: second.cursor },
  });
});

it('a reader who was cut off gets from the same place the same rows, and those since', async () => {
  const start = await place();
  const [one] = await ship('east');
  await follow({ after: start });
  const [two] = await ship('east');
  expect((await follow({ after: start })).items.map(idOf).sort()).toEqual([one, two].sort());
});

it('only what the query finds comes, and the place moves on with the rest', async () => {
  const start = await place();
  await ship('east');
  const [denied] = await ship('east', 1, { code: 'idle' });
  const found = await follow({ after: start, q: 'outcome:denied' });
  expect(found.items.map(idOf)).toEqual([denied]);
  expect((await follow({ after: start, q: 'kind:change' })).items).toEqual([]);
});

it('of one verifier what it shipped comes, of others nothing, and both places move on', async () => {
  const start = await place();
  await ship('east', 3);
  const [asked] = await ship('west');
  const found = await follow({ after: start, q: 'verifier:west kind:decision' });
  expect(found).toMatchObject({ skipped: 0 });
  expect(found.items.map(idOf)).toEqual([asked]);
  expect(found.cursor).toBe(await place());
  expect((await follow({ after: start, q: '-verifier:west kind:decision' })).items).toHaveLength(3);
  expect((await follow({ after: start, q: 'verifier:w* kind:decision' })).items).toHaveLength(1);
});

it('what happened long ago arrives beside what happened now', async () => {
  const start = await place();
  const ids = [
    ...(await ship('east', 2)),
    ...(await ship('east', 2, { hoursAgo: 30 })),
    ...(await ship('west', 2, { hoursAgo: 200 })),
  ];
  const found = await follow({ after: start });
  expect(found.items.map(idOf)).toEqual(ids);
  expect(found.skipped).toBe(0);
});

it('of many the newest come, and the others are counted', async () => {
  const start = await place();
  const ids = await ship('east', 130);
  const found = await follow({ after: start });
  expect(found.items.map(idOf)).toEqual(ids.slice(0, 100));
  expect(found.skipped).toBe(30);
});

it('after a long pause there are too many to count', async () => {
  const start = await place();
  await world.owner.execute(sql`
    insert into decision_heads (verifier, seq, hash) values ('north', 2000, repeat('0', 64))`);
  const [newest] = await ship('east');
  const found = await follow({ after: start });
  expect(found.skipped).toBe(null);
  expect(found.items.map(idOf)).toEqual([newest]);
  expect((await follow({ after: found.cursor })).skipped).toBe(0);
});

it('a member follows their own decisions alone', async () => {
  const member = contextOf(world.db, await signedIn(world.db, fixture.colleague.id));
  const start = await place();
  await ship('east');
  await asAdministrator(world, createGroup, { slug: 'unseen', name: 'Unseen' });
  expect(await follow({ after: start }, member)).toMatchObject({ items: [], logs: ['decision'] });
});

it.each(['x', 'W10', 'eyJjaGFuZ2VzIjotMX0'])('%s is no place', async (after) => {
  const asked = await runQuery(followTimeline, contextOf(world.db, world.administrator), { after });
  expect(asked).toMatchObject({ code: 'invalid_input', errors: [{ path: 'after' }] });
});
