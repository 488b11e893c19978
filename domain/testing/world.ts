import { randomBytes } from 'node:crypto';
import { eq, or, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { createDatabase, createPool, type Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { decisions } from '@/db/schema/history';
import { sessions } from '@/db/schema/identities';
import { webhookDeliveries, webhooks } from '@/db/schema/webhooks';
import { createTestDatabase } from '@/db/testing/test-database';
import { resolveSessionActor, resolveTokenActor } from '@/domain/actors/resolve-actor';
import { createApi } from '@/domain/apis/create-api';
import { createOperation } from '@/domain/apis/create-operation';
import type { Actor, BearerActor, SessionActor } from '@/domain/base/actor';
import type { Context } from '@/domain/base/context';
import { newId } from '@/domain/base/ids';
import type { OperationName } from '@/domain/base/operation-names';
import { isRefusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { hashTokenSecret } from '@/domain/base/token-format';
import type { CommandDefinition } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { setPassword } from '@/domain/credentials/set-password';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createIdentity } from '@/domain/identities/create-identity';
import { queuePlanOf } from '@/domain/jobs/define';
import { denialRecorder } from '@/domain/ledger/denial-recorder';
import { JOBS } from '@/domain/registry/jobs';
import { syncBuiltIns } from '@/domain/registry/sync-built-ins';
import { createScope } from '@/domain/scopes/create-scope';
import { bootstrapAdministrator } from '@/domain/setup/bootstrap';
import { createToken } from '@/domain/tokens/create-token';
import { sealWebhookSecret } from '@/domain/webhooks/secret';
import {
  makeDestination,
  makePushedGroup,
  makeSink,
  makeSsoProvider,
  makeView,
} from './furnishings';

/** A database of its own with the built-ins and the first administrator. */
export async function openWorld() {
  const database = await createTestDatabase({ withJobs: true });
  // A hundred commands at once wait for each other, on a busy machine for longer than anybody would.
  const pool = createPool(database.url, { maxConnections: 12, connectTimeoutMs: 60_000 });
  const ownerPool = createPool(database.ownerUrl, { maxConnections: 2 });
  const db = createDatabase(pool);
  await syncBuiltIns(db);
  await makeQueues(db);
  const made = await bootstrapAdministrator(db, {
    email: 'ada@example.com',
    name: 'Ada',
    baseUrl: 'http://127.0.0.1:3000',
  });
  if (isRefusal(made)) throw new Error(made.message);
  // An administrator counts where they can sign in.
  await db.transaction((tx) => setPassword(tx, made.identityId, newId('session')));
  const administrator = await signedIn(db, made.identityId);
  return {
    db,
    /** Signs in as superuser. */
    owner: createDatabase(ownerPool),
    url: database.url,
    ownerUrl: database.ownerUrl,
    administrator,
    administratorId: made.identityId,
    managementToken: made.managementToken,
    async close() {
      await denialRecorder(db).close();
      await pool.end();
      await ownerPool.end();
      await database.drop();
    },
  };
}

/** What `installQueues` makes of the jobs, without a connection of pg-boss's own. */
async function makeQueues(db: Database) {
  for (const job of JOBS) {
    const { name, ...plan } = queuePlanOf(job);
    const promises = JSON.stringify({ policy: 'stately', retryBackoff: true, ...plan });
    await db.execute(sql`select keyward_jobs.create_queue(${name}, ${promises}::jsonb)`);
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Under which worlds of tests seal. */
export const SERVER_SECRET = 'a server secret of at least thirty-two characters';

export const contextOf = (db: Database, actor: Actor, more: Partial<Context> = {}): Context => ({
  db,
  actor,
  request: { id: newId('request'), ip: '192.0.2.1', userAgent: 'test' },
  serverSecret: SERVER_SECRET,
  webhookPrivateHosts: ['127.0.0.1'],
  ...more,
});

/** Signs somebody in by inserting a session, and answers the actor they are. */
export async function signedIn(db: Database, identityId: string): Promise<SessionActor> {
  const id = newId('session');
  const expiresAt = sql`now() + interval '1 hour'`;
  await db.insert(sessions).values({ id, identityId, expiresAt, provenAt: sql`now()` });
  const actor = await resolveSessionActor(db, id, '192.0.2.1');
  if (isRefusal(actor)) throw new Error(actor.message);
  return actor;
}

export async function bearer(db: Database, secret: string): Promise<BearerActor> {
  const actor = await resolveTokenActor(db, secret, '192.0.2.1');
  if (isRefusal(actor)) throw new Error(actor.message);
  return actor;
}

/**
 * Mints a personal token as its own person, whoever may mint in the group: for tests that are about
 * something else. Leaves no session and the policy as it was.
 */
export async function mintOwn(
  db: Database,
  identity: string,
  input: Omit<z.input<typeof createToken.input>, 'identity'>,
) {
  const named = or(eq(groups.slug, input.group), eq(groups.id, input.group));
  const [group] = await db.select().from(groups).where(named);
  if (!group) throw new Error(`there is no group ${input.group}`);
  const letMint = (whoMayMint: typeof group.whoMayMint) =>
    db.update(groups).set({ whoMayMint }).where(eq(groups.id, group.id));
  await letMint('members');
  const actor = await signedIn(db, identity);
  const minted = await done(db, actor, createToken, { ...input, identity });
  await letMint(group.whoMayMint);
  await db.delete(sessions).where(eq(sessions.id, actor.via.id));
  return minted;
}

/** Runs a command that must work. */
export async function done<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  db: Database,
  actor: Actor,
  command: CommandDefinition<Input, Output, T>,
  input: z.input<Input>,
): Promise<z.output<Output>> {
  const result = await runCommand(command, contextOf(db, actor), input);
  if (!result.ok) throw new Error(`${command.operation}: ${result.code} ${result.message}`);
  return result.value;
}

/** An API `billing`, a group `billing` with a lead, two members and a service, and a token of each. */
export async function makeFixture({ db, administrator }: World) {
  const as = <Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
    command: CommandDefinition<Input, Output, T>,
    input: z.input<Input>,
  ) => done(db, administrator, command, input);
  const api = await as(createApi, { slug: 'billing', name: 'Billing', hosts: ['api.example.com'] });
  for (const [name, method, pathTemplate] of [
    ['listInvoices', 'GET', '/invoices'],
    ['createInvoice', 'POST', '/invoices'],
    ['deleteInvoice', 'DELETE', '/invoices/{id}'],
  ] as const) {
    await as(createOperation, { api: 'billing', name, method, pathTemplate });
  }
  const scope = await as(createScope, {
    api: 'billing',
    name: 'invoices:read',
    operations: ['listInvoices'],
  });
  const group = await as(createGroup, { slug: 'billing', name: 'Billing' });
  await as(setGroupScopes, { group: 'billing', scopes: ['billing/invoices:read'] });
  const person = (name: string) =>
    as(createIdentity, { type: 'person', name, email: `${name.toLowerCase()}@example.com` });
  const lead = await person('Lea');
  const member = await person('Max');
  const colleague = await person('Cora');
  const outsider = await person('Otto');
  const responder = await person('Rita');
  const auditor = await person('Aud');
  const service = await as(createIdentity, { type: 'service', name: 'mailer', slug: 'mailer' });
  await as(editMembers, {
    group: 'billing',
    add: [
      { identity: lead.id, role: 'lead' },
      { identity: member.id },
      { identity: colleague.id },
      { identity: service.id },
    ],
  });
  await as(editMembers, { group: 'incident-responders', add: [{ identity: responder.id }] });
  await as(editMembers, { group: 'auditors', add: [{ identity: auditor.id }] });
  const colleagueToken = await mintOwn(db, colleague.id, { group: 'billing', name: 'colleague' });
  const memberToken = await mintOwn(db, member.id, { group: 'billing', name: 'member' });
  const serviceToken = await as(createToken, {
    identity: service.id,
    group: 'billing',
    name: 'service',
  });
  const session = newId('session');
  await db
    .insert(sessions)
    .values({ id: session, identityId: colleague.id, expiresAt: sql`now() + interval '1 hour'` });
  const decision = newId('decision');
  await db.insert(decisions).values({
    id: decision,
    at: new Date().toISOString(),
    verifier: 'test',
    outcome: 'allowed',
    code: 'allowed',
    identityId: colleague.id,
    groupId: group.id,
  });
  const { webhook, delivery } = await makeWebhook(db);
  return {
    session,
    decision,
    webhook,
    delivery,
    destination: await makeDestination(db),
    view: await makeView(db, colleague.id),
    sink: await makeSink(db),
    ssoProvider: await makeSsoProvider(db),
    pushed: await makePushedGroup(db, service.id),
    colleagueTokenSha256: hashTokenSecret(colleagueToken.secret).toString('hex'),
    api,
    scope,
    group,
    lead,
    member,
    colleague,
    outsider,
    responder,
    auditor,
    service,
    colleagueToken,
    memberToken,
    serviceToken,
  };
}

/** An endpoint that nothing is sent to by itself, with a message that arrived. */
async function makeWebhook(db: Database) {
  const [webhook, delivery] = [newId('webhook'), newId('delivery')];
  const topic: OperationName = 'tokens.revoke';
  await db.insert(webhooks).values({
    ...{ id: webhook, name: 'chat', url: 'https://hooks.example.com/keyward' },
    topics: ['webhooks.list'],
    secretSealed: sealWebhookSecret(SERVER_SECRET, webhook, randomBytes(32)),
    ...{ createdBy: 'fixture', createdByName: 'fixture' },
  });
  await db.insert(webhookDeliveries).values({
    ...{ id: delivery, webhookId: webhook, messageId: newId('event'), topic },
    ...{ body: '{}', state: 'delivered', attempts: 1, round: 1, settledAt: new Date() },
  });
  return { webhook, delivery };
}

export type Fixture = Awaited<ReturnType<typeof makeFixture>>;
