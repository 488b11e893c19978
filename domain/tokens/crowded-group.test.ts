import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { tokens } from '@/db/schema/tokens';
import { runQuery } from '@/domain/commands/run-query';
import { fixture, it, world } from '@/domain/testing/fixture';
import { contextOf } from '@/domain/testing/world';
import { EXPIRY_KINDS, selectEndings } from './count-endings';
import { countExpiries } from './count-expiries';

/** Living tokens of the service in Billing, and as many that ended. */
const crowd = (living: number) =>
  world.owner.execute(sql`insert into tokens (id, kind, identity_id, identity_type, group_id, family_id,
      name, secret_sha256, first_4, last_4, created_at, expires_at, created_by, created_by_name)
    select 'tok_crowd' || n, 'service', ${fixture.service.id}, 'service', ${fixture.group.id}, 'fam_crowd' || n,
      'crowd ' || n, sha256(n::text::bytea), 'abcd', 'efgh', now() - interval '100 days',
      now() + make_interval(days => case when n % 2 = 0 then 1 + n % 80 else -1 - n % 80 end), 'idn_x', 'Mara'
    from generate_series(1, ${2 * living}::int) as n`);

it('20,000 living tokens of a group are found by the index of what is yet to end', async () => {
  await crowd(20_000);
  await world.owner.execute(sql`analyze tokens`);
  const ask = { group: 'billing' };
  const result = await runQuery(countExpiries, contextOf(world.db, world.administrator), ask);
  const days = result.ok ? result.value.days : [];
  const total = days.reduce(
    (sum, day) => sum + EXPIRY_KINDS.reduce((of, kind) => of + day[kind], 0),
    0,
  );
  expect(total).toBeGreaterThanOrEqual(20_000);

  const counting = selectEndings(world.db, eq(tokens.groupId, fixture.group.id));
  const { rows } = await world.db.execute(sql`explain ${counting.getSQL()}`);
  const plan = rows.map((row) => Object.values(row).join()).join('\n');
  expect(plan).toContain('tokens_ending_in_group');
  expect(plan).not.toContain('Seq Scan on tokens');
});
