import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, createPool, type Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { auditEvents } from '@/db/schema/history';
import { createTestDatabase, type TestDatabase } from '@/db/testing/test-database';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { loadGroupSnapshots } from '@/domain/decision/load-snapshots';
import { seedDemo } from '@/domain/demo/seed-demo';
import { syncBuiltIns } from '@/domain/registry/sync-built-ins';
import { exported } from '@/domain/testing/configuration';
import { contextOf, openWorld, type World } from '@/domain/testing/world';
import { applyConfiguration } from './apply-configuration';
import { planConfiguration } from './plan-configuration';

const SECRET = 'a server secret of at least thirty-two characters';
let demo: { database: TestDatabase; db: Database };
let empty: World;
beforeAll(async () => {
  const database = await createTestDatabase();
  const db = createDatabase(createPool(database.url, { maxConnections: 4 }));
  await syncBuiltIns(db);
  await seedDemo(db, SECRET);
  demo = { database, db };
  empty = await openWorld();
}, 120_000);
afterAll(async () => {
  await demo.db.$client.end();
  await demo.database.drop();
  await empty.close();
});

/** Every operation that any group opens, and through which scopes. */
async function opened(db: Database) {
  const rows = await db.select({ id: groups.id }).from(groups);
  const snapshots = await loadGroupSnapshots(
    db,
    rows.map(({ id }) => id),
  );
  const lines = [...snapshots.values()].flatMap(({ slug, state, grants }) =>
    [...grants].flatMap(([api, operations]) =>
      [...operations].map(
        ([name, scopes]) =>
          `${slug} ${state} ${api} ${name} ${scopes.map((scope) => scope.name).sort()}`,
      ),
    ),
  );
  expect(lines.length).toBeGreaterThan(50);
  return lines.sort();
}

it('the demo organisation, applied to an empty installation, exports the same bytes', async () => {
  const file = await exported(demo);
  for (const kind of ['ledger-release:', 'Billing repository:', 'On-call chat:']) {
    expect(file).toContain(`\n  ${kind}\n`);
  }
  const { administrator, db } = empty;
  const plan = await runQuery(planConfiguration, { db, actor: administrator }, { file });
  if (!plan.ok) throw new Error(plan.message);
  expect(plan.value).toMatchObject({ refused: null, held: 0 });
  const context = contextOf(db, administrator);
  const applied = await runCommand(applyConfiguration, context, {
    ...{ file, expect: plan.value.fingerprint },
  });
  expect(applied).toMatchObject({ ok: true });
  const events = await db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.requestId, context.request.id));
  expect(events).toHaveLength(plan.value.changes.length);
  expect(await exported(empty)).toBe(file);
  expect(await opened(db)).toEqual(await opened(demo.db));
  const again = await runQuery(planConfiguration, { db, actor: administrator }, { file });
  expect(again).toMatchObject({ value: { changes: [], consequences: [], refused: null } });
}, 60_000);
