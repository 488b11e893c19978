import { expect } from 'vitest';
import { runQuery } from '@/domain/commands/run-query';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it as test, world } from '@/domain/testing/fixture';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { previewScopes } from './preview-scopes';
import { setGroupScopes } from './set-group-scopes';

beforeAll(async () => {
  await done(world.db, world.administrator, createScope, {
    api: 'billing',
    name: 'invoices:write',
    operations: ['listInvoices', 'createInvoice'],
  });
});

const preview = (scopes: string[], actor = world.administrator) =>
  runQuery(previewScopes, contextOf(world.db, actor), { group: 'billing', scopes });

test('operations that another scope still opens are neither gained nor lost', async () => {
  expect(await preview(['billing/invoices:write'])).toMatchObject({
    ok: true,
    value: {
      added: ['billing/invoices:write'],
      removed: ['billing/invoices:read'],
      gained: [{ api: 'billing', name: 'createInvoice', method: 'POST' }],
      lost: [],
      tokenCount: 3,
      handsOutControl: false,
    },
  });
});

test('the saved set changes nothing and touches no token', async () => {
  const result = await preview(['billing/invoices:read']);
  expect(result).toMatchObject({ value: { added: [], removed: [], gained: [], tokenCount: 0 } });
});

test('a preview saves nothing', async () => {
  await preview([]);
  const kept = await done(world.db, world.administrator, setGroupScopes, {
    group: 'billing',
    scopes: [fixture.scope.id],
  });
  expect(kept.scopes).toEqual(['billing/invoices:read']);
});

test('scopes of the control plane say that they need an administrator', async () => {
  const scopes = ['billing/invoices:read', 'keyward/keyward:administer'];
  expect(await preview(scopes)).toMatchObject({
    value: { handsOutControl: true, needsAdministrator: false },
  });
  const auditor = await signedIn(world.db, fixture.auditor.id);
  expect(await preview(scopes, auditor)).toMatchObject({
    value: { handsOutControl: true, needsAdministrator: true },
  });
});

test('an unknown scope is named', async () => {
  expect(await preview(['billing/nothing'])).toMatchObject({
    kind: 'invalid',
    errors: [{ path: 'scopes.0' }],
  });
});
