import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, createPool, type Database } from '@/db/client';
import { auditEvents } from '@/db/schema/history';
import { createTestDatabase, type TestDatabase } from '@/db/testing/test-database';
import { systemActor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { seedDemo } from '@/domain/demo/seed-demo';
import { syncBuiltIns } from '@/domain/registry/sync-built-ins';
import { contextOf, openWorld, type World } from '@/domain/testing/world';
import { applyConfiguration } from './apply-configuration';
import { exportConfiguration } from './export-configuration';
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

const reader = systemActor('test', ['configuration.export', 'configuration.plan']);
async function exported(db: Database): Promise<string> {
  const answer = await runQuery(exportConfiguration, { db, actor: reader }, {});
  if (!answer.ok) throw new Error(answer.message);
  return answer.value.file;
}

it('the demo organisation, applied to an empty installation, exports the same bytes', async () => {
  const file = await exported(demo.db);
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
  expect(await exported(db)).toBe(file);
  const again = await runQuery(planConfiguration, { db, actor: administrator }, { file });
  expect(again).toMatchObject({ value: { changes: [], consequences: [], refused: null } });
}, 60_000);
