import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { decisions } from '@/db/schema/history';
import { containsPattern } from '@/domain/base/like';
import { runQuery } from '@/domain/commands/run-query';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { contextOf } from '@/domain/testing/world';
import { listTimeline } from '@/domain/timeline/list-timeline';
import { indexNextDay } from '@/domain/upkeep/index-closed-days';
import { textArms } from './text-arms';

/**
 * Weeks of decisions: days with a partition and without, names that changed while the id stayed, words that
 * are rare in one column and common in another.
 */
beforeAll(async () => {
  await world.owner.execute(
    sql`select ensure_decision_partitions(current_date - 15, current_date)`,
  );
  await world.owner.execute(sql`
    insert into ${decisions} (id, at, verifier, outcome, code, api, operation, path, token_id, token_name,
      identity_id, identity_name, group_id, group_slug)
    select 'dec_' || lpad(n::text, 8, '0'), now() - n * interval '24 days' / 2000, 'east',
      case when n % 5 = 0 then 'denied' else 'allowed' end, case when n % 5 = 0 then 'idle' else 'allowed' end, 'shop',
      case when n % 701 = 0 then 'shredOrders' when n > 1400 then 'listOldOrders' else 'listOrders' end,
      '/orders/' || n || case when n % 397 = 0 then '/Needle' else '' end || case when n % 901 = 0 then '/50%_off' else '' end,
      'tok_' || n % 7, case when n between 800 and 830 then 'the needle' else 'token ' || n % 7 end,
      'idn_' || n % 3, case when n % 503 = 0 then 'Needham' else 'person' end,
      'grp_' || n % 2, case when n between 1700 and 1705 then 'idlers' else 'team-' || n % 2 end
    from generate_series(1, 2000) n`);
  while (await indexNextDay(world.owner));
});

async function found(q: string, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await pageOf({ q: `verifier:east kind:decision ${q}`, limit, cursor });
    for (const item of page.items) ids.push(item.kind === 'decision' ? item.decision.id : '');
    cursor = page.nextCursor;
  }
  return ids;
}

async function pageOf({ cursor, ...input }: { q: string; limit: number; cursor: string }) {
  const context = contextOf(world.db, world.administrator);
  const page = await runQuery(listTimeline, context, { ...input, ...(cursor && { cursor }) });
  if (!page.ok) throw new Error(page.message);
  return page.value;
}

async function holding(text: string, and = sql`true`): Promise<string[]> {
  const pattern = containsPattern(text);
  const { rows } = await world.db.execute<{ id: string }>(sql`
    select id from decisions where verifier = 'east' and ${and} and (path ilike ${pattern} or operation ilike ${pattern}
      or code ilike ${pattern} or token_name ilike ${pattern} or identity_name ilike ${pattern}
      or group_slug ilike ${pattern})
    order by at desc, id desc`);
  return rows.map(({ id }) => id);
}

it.each([
  ...[
    'needle',
    'NEED',
    'needham',
    'shred',
    'idle',
    'idlers',
    'oldorders',
    'token 3',
    '/orders/49',
    '50%_off',
    '%',
    'ö',
  ],
])('“%s” is found wherever it stands, each row once and in order, over all pages', async (text) => {
  expect(await found(`"${text}"`, 50)).toEqual(await holding(text));
});

it('a text is found among what else is asked', async () => {
  const denied = sql`outcome = 'denied' and at < now() - interval '9 days'`;
  expect(await found('needle outcome:denied before:-9d', 3)).toEqual(
    await holding('needle', denied),
  );
  const both = sql`operation ilike '%orders%'`;
  expect(await found('need orders', 5)).toEqual(await holding('need', both));
  const neither = sql`path not ilike '%/needle%'`;
  expect(await found('need -"/needle"', 5)).toEqual(await holding('need', neither));
});

it('days that are over have an index of trigrams, which a search can use', async () => {
  const { rows } = await world.owner.execute<{ indexed: number; over: number }>(sql`
    select count(to_regclass(relname || '_path'))::int as indexed, count(*) filter (
      where relname < 'decisions_' || to_char(now() - interval '1 hour', 'YYYYMMDD'))::int as over
    from pg_class join pg_inherits on inhrelid = pg_class.oid where inhparent = 'decisions'::regclass`);
  expect(rows[0]?.indexed).toBeGreaterThanOrEqual(14);
  expect(rows[0]?.indexed).toBe(rows[0]?.over);
});

it('a rare text that hundreds of names hold is found by their ids, and a common one among the rows', async () => {
  await world.owner.execute(sql`
    insert into ${decisions} (id, at, verifier, outcome, code, api, operation, path, token_id, token_name, group_id, folded_count)
    select 'dec_rover' || n, now() - n * interval '20 days' / 400, 'east', 'allowed', 'allowed', 'shop', 'listOrders', '/rover',
      'tok_rover' || n, 'mars ' || n, 'grp_0', case when n > 250 then 200 else 1 end
    from generate_series(1, 400) n`);
  expect(await found('mars', 50)).toEqual(await holding('mars'));
  const armsOf = async (text: string) => {
    const term = { kind: 'text' as const, text, negated: false, place: { at: 0, length: 1 } };
    const arms = await textArms(world.db, term, { fromMs: null, toMs: Date.now() });
    return arms?.map(({ by }) => by) ?? null;
  };
  expect(await armsOf('mars')).toBeNull();
  // More than a hundred names still, which have done little.
  expect(await armsOf('mars 1')).toEqual(['back', 'index']);
});
