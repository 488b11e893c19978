import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { runCommand } from '@/domain/commands/run';
import { createGroup } from '@/domain/groups/create-group';
import { verifyChain } from '@/domain/ledger/verify-chain';
import { contextOf, done, openWorld, type World } from '@/domain/testing/world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('the audit chain', () => {
  it('stays gapless and valid under 50 writers of 20 commands each', async () => {
    const before = await verifyChain(world.db);
    const writers = Array.from({ length: 50 }, async (_, writer) => {
      for (let index = 0; index < 20; index += 1) {
        const slug = `group-${writer}-${index}`;
        await done(world.db, world.administrator, createGroup, { slug, name: slug });
      }
    });
    await Promise.all(writers);
    const after = await verifyChain(world.db);
    expect(after).toMatchObject({ holds: true });
    expect(after.holds && before.holds && after.events - before.events).toBe(1_000);
    const times = await world.db
      .select({ ordered: sql<boolean>`bool_and(ok)` })
      .from(
        sql`(select at >= lag(at) over (order by seq) as ok from ${auditEvents} offset 1) as pairs`,
      );
    expect(times[0]?.ordered).toBe(true);
  }, 120_000);

  it('leaves no trace of a command that failed half-way', async () => {
    const before = await verifyChain(world.db);
    const input = { slug: 'group-0-0', name: 'Taken' };
    const result = await runCommand(createGroup, contextOf(world.db, world.administrator), input);
    expect(result).toMatchObject({ ok: false, kind: 'conflict', errors: [{ path: 'slug' }] });
    expect(await verifyChain(world.db)).toEqual(before);
  });

  it.each([
    ['reason', `reason = 'x'`],
    ['action', `action = 'groups.delete'`],
    ['a byte of the state after', `after = jsonb_set(after, '{name}', '"Group-3-3"')`],
    ['the time by one microsecond', `at = at + interval '1 microsecond'`],
  ])('names the row where a superuser changed %s', async (_what, change) => {
    const seq = 500;
    await asSuperuser(
      sql`update audit_events set ${sql.raw(change)} where seq = ${seq}`,
      async () => {
        expect(await verifyChain(world.db)).toMatchObject({
          holds: false,
          seq,
          problem: 'altered',
        });
      },
    );
    expect(await verifyChain(world.db)).toMatchObject({ holds: true });
  });

  it('notices a row taken out of the middle', async () => {
    await asSuperuser(sql`delete from audit_events where seq = 700`, async () => {
      expect(await verifyChain(world.db)).toMatchObject({ holds: false, problem: 'gap', seq: 701 });
    });
  });

  it('notices rows cut off at the end', async () => {
    await asSuperuser(sql`delete from audit_events where seq > 1000`, async () => {
      expect(await verifyChain(world.db)).toMatchObject({ holds: false, problem: 'head_differs' });
    });
  });

  it('notices a row rewritten with a hash of its own', async () => {
    await asSuperuser(
      sql`update audit_events set hash = encode(sha256('forged'), 'hex') where seq = 600`,
      async () => {
        expect(await verifyChain(world.db)).toMatchObject({ holds: false, seq: 600 });
      },
    );
  });
});

/** Changes history with the triggers off, looks, and puts it back as it was. */
async function asSuperuser(change: ReturnType<typeof sql>, look: () => Promise<void>) {
  const owner = world.owner;
  await owner.execute(sql`create table kept as select * from audit_events`);
  const withoutTriggers = (statement: ReturnType<typeof sql>) =>
    owner.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(statement);
    });
  try {
    await withoutTriggers(change);
    await look();
  } finally {
    await withoutTriggers(sql`delete from audit_events`);
    await withoutTriggers(sql`insert into audit_events select * from kept`);
    await owner.execute(sql`drop table kept`);
  }
}
