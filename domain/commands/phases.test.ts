import { eq } from 'drizzle-orm';
import { DatabaseError } from 'pg';
import { expect, vi } from 'vitest';
import { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { auditEvents } from '@/db/schema/history';
import { importDocument } from '@/domain/apis/import-document';
import { updateApi } from '@/domain/apis/update-api';
import type { Actor } from '@/domain/base/actor';
import { refuse } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createScope } from '@/domain/scopes/create-scope';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { defineCommand } from './define';
import { runCommand } from './run';

/** A document that is being read until `finish` is called. */
const reading = { started: 0, wait: Promise.resolve(), finish: (): void => undefined };

const slowImport: typeof importDocument = {
  ...importDocument,
  async prepare(scope) {
    reading.started += 1;
    await reading.wait;
    return importDocument.prepare?.(scope) ?? Promise.reject(new Error('imports read nothing'));
  },
};

/** The next document is read for as long as it takes `meanwhile`. */
async function importWhile(actor: Actor, meanwhile: () => Promise<unknown>, idempotencyKey = '') {
  const { started } = reading;
  reading.wait = new Promise((resolve) => {
    reading.finish = resolve;
  });
  const context = contextOf(world.db, actor, idempotencyKey ? { idempotencyKey } : {});
  const result = runCommand(slowImport, context, { api: 'billing', document: DOCUMENT });
  try {
    await expect.poll(() => reading.started).toBe(started + 1);
    await meanwhile();
  } finally {
    reading.finish();
  }
  return result;
}

const DOCUMENT = new TextEncoder().encode(
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Billing', version: '1' },
    paths: { '/refunds': { get: { operationId: 'listRefunds', responses: {} } } },
  }),
);

/** A person whose group may import documents, until it is given other scopes. */
async function importer(slug: string): Promise<Actor> {
  await asAdministrator(world, createGroup, { slug, name: slug });
  await asAdministrator(world, createScope, {
    api: 'keyward',
    name: `${slug}:import`,
    operations: ['apis.import'],
  });
  await asAdministrator(world, setGroupScopes, { group: slug, scopes: [`keyward/${slug}:import`] });
  await asAdministrator(world, editMembers, {
    group: slug,
    add: [{ identity: fixture.member.id }],
  });
  return signedIn(world.db, fixture.member.id);
}

const deniedImports = () =>
  world.db.$count(auditEvents, eq(auditEvents.outcome, 'denied')).then(Number);

it('while a document is read, no connection is held and its API can be changed', async () => {
  const { $client: pool } = world.db;
  const imported = await importWhile(world.administrator, async () => {
    await expect.poll(() => pool.idleCount).toBe(pool.totalCount);
    await asAdministrator(world, updateApi, { api: 'billing', name: 'Renamed meanwhile' });
  });
  expect(imported).toMatchObject({ ok: true, value: { added: [{ name: 'listRefunds' }] } });
});

it('a right that is lost while a document is read is lost at the commit, and recorded once', async () => {
  const actor = await importer('lost');
  const before = await deniedImports();
  const imported = await importWhile(actor, () =>
    asAdministrator(world, setGroupScopes, { group: 'lost', scopes: [] }),
  );
  expect(imported).toMatchObject({ ok: false, kind: 'forbidden' });
  expect(await deniedImports()).toBe(before + 1);
  expect(await lastEvent(world)).toMatchObject({ action: 'apis.import', outcome: 'denied' });
});

it('nothing is read for who may not import it, which is recorded once', async () => {
  const { started } = reading;
  const before = await deniedImports();
  const lead = await signedIn(world.db, fixture.lead.id);
  const input = { api: 'billing', document: DOCUMENT };
  expect(await runCommand(slowImport, contextOf(world.db, lead), input)).toMatchObject({
    ok: false,
  });
  expect(reading.started).toBe(started);
  expect(await deniedImports()).toBe(before + 1);
});

it('a retry is answered with what its twin made, and reads nothing', async () => {
  const nothing = () => Promise.resolve();
  const first = await importWhile(world.administrator, nothing, 'the-same-import');
  const { started } = reading;
  const context = contextOf(world.db, world.administrator, { idempotencyKey: 'the-same-import' });
  const input = { api: 'billing', document: DOCUMENT };
  expect(await runCommand(slowImport, context, input)).toEqual(first);
  expect(reading.started).toBe(started);
});

/** A command that renames a group, in phases that a test chooses. */
const staged = (phases: {
  prepare?: () => Promise<string>;
  beforeRun?: () => void;
  after?: (seq: number) => void;
}) =>
  defineCommand({
    operation: 'groups.update',
    summary: 'Rename the group of the fixture',
    input: z.object({}),
    output: z.object({}),
    target: () => everything('group'),
    prepare: phases.prepare ?? (() => Promise.resolve('Prepared')),
    async run({ tx, prepared: name }) {
      phases.beforeRun?.();
      await tx.update(groups).set({ name }).where(eq(groups.slug, 'billing'));
      return { value: {}, audit: { after: { name }, affects: [] } };
    },
    async after({ tx, seq }) {
      const [event] = await tx.select().from(auditEvents).where(eq(auditEvents.seq, seq));
      expect(event).toMatchObject({ action: 'groups.update', after: { name: 'Prepared' } });
      phases.after?.(seq);
    },
  });
const run = (command: ReturnType<typeof staged>) =>
  runCommand(command, contextOf(world.db, world.administrator), {});
const nameOfGroup = async () => {
  const [group] = await world.db.select().from(groups).where(eq(groups.slug, 'billing'));
  return group?.name;
};

it('what follows from a change sees its event, in its transaction', async () => {
  const result = await run(staged({}));
  expect(result).toMatchObject({ ok: true, seq: (await lastEvent(world)).seq });
  expect(await nameOfGroup()).toBe('Prepared');
});

it('where what follows fails, nothing of the change is kept', async () => {
  await world.db.update(groups).set({ name: 'As it was' }).where(eq(groups.slug, 'billing'));
  const before = await lastEvent(world);
  const fail = () => {
    throw new Error('the queue is gone');
  };
  await expect(run(staged({ after: fail }))).rejects.toThrow('the queue is gone');
  expect(await nameOfGroup()).toBe('As it was');
  expect((await lastEvent(world)).seq).toBe(before.seq);
});

it('a transaction that is tried again keeps what was prepared', async () => {
  const prepare = vi.fn(() => Promise.resolve('Prepared'));
  const deadlock = new DatabaseError('deadlock detected', 0, 'error');
  deadlock.code = '40P01';
  const beforeRun = vi.fn();
  beforeRun.mockImplementationOnce(() => {
    throw deadlock;
  });
  expect(await run(staged({ prepare, beforeRun }))).toMatchObject({ ok: true });
  expect(beforeRun).toHaveBeenCalledTimes(2);
  expect(prepare).toHaveBeenCalledTimes(1);
});

it('what is forbidden while it is prepared is recorded once, and changes nothing', async () => {
  const before = await lastEvent(world);
  const refusing = defineCommand({
    operation: 'groups.update',
    summary: 'Refuse',
    input: z.object({}),
    output: z.object({}),
    target: () => everything('group'),
    prepare: () => Promise.resolve(refuse('forbidden', 'wrong_password', 'No.')),
    run: () => Promise.reject(new Error('must not run')),
  });
  const context = contextOf(world.db, world.administrator);
  expect(await runCommand(refusing, context, {})).toMatchObject({ code: 'wrong_password' });
  const event = await lastEvent(world);
  expect(event).toMatchObject({ seq: before.seq + 1, outcome: 'denied', reason: 'wrong_password' });
});
