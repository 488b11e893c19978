import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { apis } from '@/db/schema/apis';
import { groups } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { lostEvents } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { onServer } from '@/db/testing/test-server';
import type { OperationName } from '@/domain/base/operation-names';
import { openTestDatabase } from '../testing/database';
import { change, makeToken, revoke } from '../testing/fixture';
import { startTestVerifier, until, verify } from '../testing/start';
import { makeWorld, type World } from '../testing/world';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
let world: World;
let journalDir: string;
let name: string;

const server = inject('testServer');
const start = async () => {
  verifier = await startTestVerifier(database.url, { journalDir, outageGraceSeconds: 3_600 });
};
beforeEach(async () => {
  database = await openTestDatabase();
  name = new URL(database.url).pathname.slice(1);
  world = await makeWorld(database.db);
  // What the backup holds.
  await change(database.db, 'groups.create', [world.groupId], async () => undefined);
  journalDir = await mkdtemp(join(tmpdir(), 'verifier-restore-'));
});
afterEach(async () => {
  await verifier.close();
  await database.drop();
});

async function backUp(): Promise<void> {
  const others = 'select pg_terminate_backend(pid) from pg_stat_activity where datname =';
  await onServer(server, `${others} '${name}'`);
  await onServer(server, `create database ${name}_backup template ${name}`);
  await onServer(server, `grant create on database ${name}_backup to keyward_app`);
}
async function restore(): Promise<void> {
  await onServer(server, `drop database ${name} with (force)`);
  await onServer(server, `alter database ${name}_backup rename to ${name}`);
}

const codeOf = async (token: string) =>
  (
    await verify(verifier.address, world.caller.secret, {
      token,
      api: 'billing',
      operation: 'listInvoices',
    })
  ).body.code as string;

const answers = (token: string, code: string) =>
  until(
    () => codeOf(token),
    (found) => found === code,
  );
const lost = () =>
  database.db
    .select()
    .from(lostEvents)
    .orderBy(lostEvents.seq)
    .catch(() => []);
const freeze = (groupId: string) =>
  change(database.db, 'groups.freeze', [groupId], (tx) =>
    tx.update(groups).set({ state: 'frozen' }).where(eq(groups.id, groupId)),
  );
const settle = () =>
  change(database.db, 'verifiers.settleLost', [], (tx) =>
    tx.update(lostEvents).set({ settledAt: sql`now()` }),
  );

it.each([
  ...(['tokens.revoke', 'tokens.revokeSelf', 'tokens.revokeFamily'] as const),
  ...(['tokens.revokeMatching', 'trustRules.delete'] as const),
])(
  'keeps a token denied whose revocation by %s a restored database has forgotten, and reports it',
  async (action) => {
    const token = await makeToken(database.db, world.owner);
    await backUp();
    await start();
    const seq = await revoke(database.db, token.id, action);
    await answers(token.secret, 'token_revoked');

    await restore();
    const [report] = await until(lost, (rows) => rows.length > 0);
    expect(report).toMatchObject({ seq, action, affects: [token.id] });
    expect(report).toMatchObject({ reportedBy: 'test', settledAt: null });
    const rows = await database.db
      .select({ state: tokens.state })
      .from(tokens)
      .where(eq(tokens.id, token.id));
    expect(rows).toEqual([{ state: 'active' }]);
    expect(await codeOf(token.secret)).toBe('token_revoked');

    await settle();
    await answers(token.secret, 'allowed');
  },
);

it('remembers across its own restart, whatever it is called afterwards', async () => {
  const token = await makeToken(database.db, world.owner);
  await backUp();
  await start();
  await revoke(database.db, token.id);
  await answers(token.secret, 'token_revoked');
  await verifier.close();

  await restore();
  verifier = await startTestVerifier(database.url, { journalDir, name: 'another' });
  await until(lost, (rows) => rows.length > 0);
  expect(await codeOf(token.secret)).toBe('token_revoked');
});

it('holds frozen groups and suspended identities, and not what was given back', async () => {
  const spared = await makeToken(database.db, world.owner);
  await backUp();
  await start();
  const suspend = (state: 'active' | 'suspended', action: OperationName) =>
    change(database.db, action, [world.identityId], (tx) =>
      tx.update(identities).set({ state }).where(eq(identities.id, world.identityId)),
    );
  await suspend('suspended', 'identities.suspend');
  await suspend('active', 'identities.resume');
  await answers(spared.secret, 'allowed');
  await freeze(world.groupId);
  await answers(spared.secret, 'group_frozen');

  await restore();
  const rows = await until(lost, (found) => found.length > 0);
  expect(rows.map(({ action }) => action)).toEqual(['groups.freeze']);
  expect(await codeOf(spared.secret)).toBe('group_frozen');
});

it('holds a frozen API', async () => {
  await backUp();
  await start();
  await change(database.db, 'apis.freeze', [world.api.id], (tx) =>
    tx.update(apis).set({ state: 'frozen' }).where(eq(apis.id, world.api.id)),
  );
  await answers(world.token.secret, 'api_frozen');
  await restore();
  await until(lost, (found) => found.length > 0);
  expect(await codeOf(world.token.secret)).toBe('api_frozen');
  await settle();
  await answers(world.token.secret, 'allowed');
});

it('holds nothing that was given back while it was not running', async () => {
  await backUp();
  await start();
  await freeze(world.groupId);
  await answers(world.token.secret, 'group_frozen');
  await verifier.close();
  await change(database.db, 'groups.unfreeze', [world.groupId], (tx) =>
    tx.update(groups).set({ state: 'active' }).where(eq(groups.id, world.groupId)),
  );
  await start();
  await answers(world.token.secret, 'allowed');
  await restore();
  const rows = await until(lost, (found) => found.length > 0);
  expect(rows.map(({ action }) => action)).toEqual(['groups.unfreeze']);
  expect(await codeOf(world.token.secret)).toBe('allowed');
});

it('notices a log that has grown past the old one since', async () => {
  const token = await makeToken(database.db, world.owner);
  await backUp();
  await start();
  await revoke(database.db, token.id);
  await answers(token.secret, 'token_revoked');
  await verifier.close();

  await restore();
  for (let count = 0; count < 5; count += 1) {
    await change(database.db, 'groups.update', [world.groupId], async () => undefined);
  }
  await start();
  await until(lost, (rows) => rows.length > 0);
  expect(await codeOf(token.secret)).toBe('token_revoked');
});

it('says that the log went backwards where nothing was stopped', async () => {
  await backUp();
  await start();
  const seq = await change(database.db, 'groups.update', [world.groupId], async () => undefined);
  await until(
    async () => (await notes()).last?.seq,
    (found) => found === seq,
  );
  await restore();
  const rows = await until(lost, (found) => found.length > 0);
  expect(rows.map((row) => row.seq)).toEqual([seq]);
});

it('takes an installation begun anew for what it is', async () => {
  await backUp();
  await start();
  await revoke(database.db, (await makeToken(database.db, world.owner)).id);
  await until(
    async () => (await notes()).stops.length,
    (count) => count === 1,
  );
  await verifier.close();
  await database.drop();
  await onServer(server, `drop database ${name}_backup`);

  database = await openTestDatabase();
  world = await makeWorld(database.db);
  await change(database.db, 'groups.create', [world.groupId], async () => undefined);
  await start();
  await answers(world.token.secret, 'allowed');
  expect(await lost()).toEqual([]);
});

async function notes() {
  const file = (await readdir(journalDir)).find((one) => one === 'applied-test.json');
  const text = file === undefined ? '{"stops":[]}' : await readFile(join(journalDir, file), 'utf8');
  return JSON.parse(text) as { last?: { seq: number }; stops: unknown[] };
}
