import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, createPool, type Database } from '@/db/client';
import { auditEvents } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';
import { createTestDatabase, type TestDatabase } from '@/db/testing/test-database';
import { syncBuiltIns } from '@/domain/registry/sync-built-ins';
import { signIn } from '@/domain/sessions/sign-in';
import { seedDemo } from './seed-demo';

const SECRET = 'a server secret of at least thirty-two characters';
let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase(createPool(database.url, { maxConnections: 4 }));
  await syncBuiltIns(db);
});
afterAll(async () => {
  await db.$client.end();
  await database.drop();
});

it('fills a fresh installation once: people hold tokens they created themselves', async () => {
  const made = await seedDemo(db, SECRET);
  expect(await seedDemo(db, SECRET)).toEqual(made);
  const request = { id: 'req_1', ip: '192.0.2.1', userAgent: null };
  expect(await signIn({ db, request, serverSecret: SECRET }, made)).toMatchObject({ ok: true });
  const personal = await db.select().from(tokens).where(eq(tokens.kind, 'personal'));
  expect(personal.length).toBeGreaterThan(20);
  for (const token of personal) expect(token.createdBy).toBe(token.identityId);
  const services = await db.$count(tokens, eq(tokens.kind, 'service'));
  expect(services).toBeGreaterThan(10);
  const foreign = await db.$count(
    auditEvents,
    sql`${auditEvents.action} = 'tokens.create' and ${auditEvents.actorId} <> ${auditEvents.after}->>'identity' and ${auditEvents.after}->>'kind' = 'personal'`,
  );
  expect(foreign).toBe(0);
}, 120_000);
