import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, createPool, type Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { auditEvents, decisions } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';
import { createTestDatabase, type TestDatabase } from '@/db/testing/test-database';
import { runQuery } from '@/domain/commands/run-query';
import { ATTENTION_KINDS } from '@/domain/overview/attention-kinds';
import { getOverview } from '@/domain/overview/get-overview';
import { syncBuiltIns } from '@/domain/registry/sync-built-ins';
import { signIn } from '@/domain/sessions/sign-in';
import { findIdentity } from '@/domain/targets/find-identity';
import { contextOf, signedIn } from '@/domain/testing/world';
import { demoSignIn } from './cast';
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

it('has something for everything that asks for attention, and many who changed something', async () => {
  await seedDemo(db, SECRET);
  const administrator = await signedIn(db, await idOf(demoSignIn(SECRET).email));
  const found = await runQuery(getOverview, contextOf(db, administrator), {});
  if (!found.ok) throw new Error(found.message);
  const kinds = found.value.attention.map(({ kind }) => kind);
  expect([...kinds].sort()).toEqual([...ATTENTION_KINDS].sort());
  expect(found.value.anomalies).toMatchObject({
    count: 1,
    items: [{ token: { name: 'invoice-mailer dunning' } }],
  });
  const actors = await db.selectDistinct({ id: auditEvents.actorId }).from(auditEvents);
  expect(actors.length).toBeGreaterThan(6);
  const names = await db
    .select({ name: tokens.name })
    .from(tokens)
    .where(eq(tokens.kind, 'personal'));
  const perPerson = new Set(names.map(({ name }) => name));
  expect(perPerson.size).toBeGreaterThan(names.length / 2);
  const days = await db
    .selectDistinct({ day: sql<string>`date_trunc('day', ${decisions.at})::text` })
    .from(decisions);
  expect(days.length).toBeGreaterThan(25);
}, 120_000);

it('lets changes have happened when they are said to have, and leaves no clock behind', async () => {
  await seedDemo(db, SECRET);
  // The product's own were there before its people came.
  const lately = sql`${auditEvents.actorType} = 'person' and ${auditEvents.at} > now() - interval '30 days'`;
  const events = await db.select().from(auditEvents).where(lately).orderBy(auditEvents.seq);
  expect(new Set(events.map(({ actorId }) => actorId)).size).toBeGreaterThan(6);
  expect(new Set(events.map(({ at }) => at.slice(0, 10))).size).toBeGreaterThan(12);
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort());
  const [apart] = await db
    .select({
      farthest: sql<number>`max(abs(extract(epoch from ${tokens.createdAt} - ${auditEvents.at})))::float8`,
    })
    .from(tokens)
    .innerJoin(
      auditEvents,
      and(eq(auditEvents.targetId, tokens.id), eq(auditEvents.action, 'tokens.create')),
    );
  expect(apart?.farthest).toBeLessThan(60);
  const [oldest] = await db
    .select({ at: sql<Date>`min(${groups.createdAt})`.mapWith(groups.createdAt) })
    .from(groups)
    .where(eq(groups.slug, 'billing'));
  expect(Date.now() - Number(oldest?.at)).toBeGreaterThan(200 * 86_400_000);
  const left = await db.execute(
    sql`select 1 from pg_namespace where nspname = 'keyward_demo_clock'`,
  );
  expect(left.rows).toEqual([]);
}, 120_000);

async function idOf(email: string): Promise<string> {
  const person = await findIdentity(db, email);
  if ('ok' in person) throw new Error(person.message);
  return person.id;
}
