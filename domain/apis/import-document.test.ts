import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '@/domain/kernel/run';
import { aDocument, anOperation } from '@/domain/openapi/testing';
import { lastEvent } from '@/domain/testing/probes';
import { contextOf, furnish, openWorld, type World } from '@/domain/testing/world';
import { importDocument } from './import-document';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await furnish(world);
});
afterAll(() => world.close());

it.each([
  ['name', { '/other': { get: anOperation({ operationId: 'listInvoices' }) } }],
  ['method and path', { '/invoices': { get: anOperation({ operationId: 'another' }) } }],
])(
  'a document with the %s of an operation typed in by hand is a conflict, and changes nothing',
  async (_what, paths) => {
    const before = await lastEvent(world);
    const document = new TextEncoder().encode(JSON.stringify(aDocument(paths)));
    const result = await runCommand(importDocument, contextOf(world.db, world.administrator), {
      api: 'billing',
      document,
    });
    expect(result).toMatchObject({ ok: false, kind: 'conflict', errors: [{ path: 'document' }] });
    expect((await lastEvent(world)).seq).toBe(before.seq);
  },
);
