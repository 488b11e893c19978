import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { operations } from '@/db/schema/apis';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { aDocument, anOperation } from '@/domain/openapi/testing/documents';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { lastEvent } from '@/domain/testing/probes';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { createApi } from './create-api';
import { createOperation } from './create-operation';
import { importDocument } from './import-document';
import { previewImport } from './preview-import';

/** All that is needed to fill a catalogue, and not the right to open an operation. */
const FILLING = ['apis.get', 'apis.import', 'apis.previewImport', 'operations.create'];

let editor: Actor;
beforeAll(async () => {
  const { outsider } = fixture;
  const as = world.administrator;
  await done(world.db, as, createApi, { slug: 'open', name: 'Open' });
  await done(world.db, as, createScope, { api: 'keyward', name: 'fill', operations: FILLING });
  await done(world.db, as, createGroup, { slug: 'editors', name: 'Editors' });
  await done(world.db, as, setGroupScopes, { group: 'editors', scopes: ['keyward/fill'] });
  await done(world.db, as, editMembers, { group: 'editors', add: [{ identity: outsider.id }] });
  editor = await signedIn(world.db, outsider.id);
});

const HEALTH = aDocument({
  '/health': { get: anOperation({ operationId: 'health', security: [] }) },
});
const document = new TextEncoder().encode(JSON.stringify(HEALTH));
const refused = { ok: false, kind: 'forbidden', code: 'not_granted' };
const denied = { outcome: 'denied', reason: 'not_granted' };
const countPublic = () => world.db.$count(operations, eq(operations.isPublic, true));

it('refuses an import that opens what its actor may not open, and so does its preview', async () => {
  const input = { api: 'open', document, public: ['health'] };
  const context = contextOf(world.db, editor);
  expect(await runQuery(previewImport, context, input)).toMatchObject(refused);
  expect(await runCommand(importDocument, context, input)).toMatchObject(refused);
  expect(await lastEvent(world)).toMatchObject({ action: 'apis.import', ...denied });
  expect(await countPublic()).toBe(0);
});

it('refuses a public operation that is typed in without the right to open it', async () => {
  const input = { api: 'open', name: 'all', method: 'GET', pathTemplate: '/{rest...}' };
  const context = contextOf(world.db, editor);
  const open = { ...input, isPublic: true };
  expect(await runCommand(createOperation, context, open)).toMatchObject(refused);
  expect(await lastEvent(world)).toMatchObject({ action: 'operations.create', ...denied });
  expect(await runCommand(createOperation, context, input)).toMatchObject({ ok: true });
  expect(await countPublic()).toBe(0);
});

it('leaves an import that opens nothing to whoever may import, and what is open as it is', async () => {
  const input = { api: 'open', document };
  const opened = await runCommand(importDocument, contextOf(world.db, world.administrator), {
    ...input,
    public: ['health'],
  });
  expect(opened).toMatchObject({ ok: true });
  expect(await runCommand(importDocument, contextOf(world.db, editor), input)).toMatchObject({
    ok: true,
    value: { unchanged: 1, suggestedPublic: ['health'], alreadyPublic: ['health'] },
  });
  expect(await countPublic()).toBe(1);
});
