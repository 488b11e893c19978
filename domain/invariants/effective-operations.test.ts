import { sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { importDocument } from '@/domain/apis/import-document';
import { editMembers } from '@/domain/groups/edit-members';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { updateScope } from '@/domain/scopes/update-scope';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor } from '@/domain/testing/probes';
import { done, mintOwn } from '@/domain/testing/world';

describe('invariant 1: effective operations are computed at decision time', () => {
  it('a token minted before follows its group’s scopes both ways', async () => {
    const { secret } = fixture.memberToken;
    expect(await codeFor(world, secret, 'createInvoice')).toBe('operation_not_granted');
    const operations = ['listInvoices', 'createInvoice'];
    await asAdministrator(world, updateScope, { scope: fixture.scope.id, operations });
    expect(await codeFor(world, secret, 'createInvoice')).toBe('allowed');
    await asAdministrator(world, updateScope, {
      scope: fixture.scope.id,
      operations: ['listInvoices'],
    });
    expect(await codeFor(world, secret, 'createInvoice')).toBe('operation_not_granted');
    await asAdministrator(world, setGroupScopes, { group: 'billing', scopes: [] });
    expect(await codeFor(world, secret, 'listInvoices')).toBe('operation_not_granted');
    await asAdministrator(world, setGroupScopes, {
      group: 'billing',
      scopes: ['billing/invoices:read'],
    });
    expect(await codeFor(world, secret, 'listInvoices')).toBe('allowed');
  });
});

describe('invariant 2: token, identity, membership and group must all be alive', () => {
  it('stops with each of them and starts again where it is reversible', async () => {
    const { secret } = fixture.serviceToken;
    expect(await codeFor(world, secret, 'listInvoices')).toBe('allowed');
    await asAdministrator(world, suspendIdentity, { identity: 'mailer' });
    expect(await codeFor(world, secret, 'listInvoices')).toBe('identity_suspended');
    await asAdministrator(world, resumeIdentity, { identity: 'mailer' });
    await asAdministrator(world, freezeGroup, { group: 'billing' });
    expect(await codeFor(world, secret, 'listInvoices')).toBe('group_frozen');
    await world.owner.execute(sql`update groups set state = 'active' where slug = 'billing'`);
    expect(await codeFor(world, secret, 'listInvoices')).toBe('allowed');
  });

  it('a removed member’s tokens are dead, and stay dead when the person comes back', async () => {
    const { id } = fixture.outsider;
    await asAdministrator(world, editMembers, { group: 'billing', add: [{ identity: id }] });
    const { secret } = await mintOwn(world.db, id, { group: 'billing', name: 'brief' });
    const removed = await done(world.db, world.administrator, editMembers, {
      group: 'billing',
      remove: [id],
    });
    expect(removed.revokedTokens).toBe(1);
    await asAdministrator(world, editMembers, { group: 'billing', add: [{ identity: id }] });
    expect(await codeFor(world, secret, 'listInvoices')).toBe('membership_ended');
    await asAdministrator(world, editMembers, { group: 'billing', remove: [id] });
  });
});

describe('invariant 9: what a document adds is granted to nobody', () => {
  const documentOf = (paths: object) =>
    new TextEncoder().encode(
      JSON.stringify({ openapi: '3.0.3', info: { title: 'Billing', version: '1' }, paths }),
    );
  const operation = (operationId: string) => ({
    operationId,
    responses: { 200: { description: 'ok' } },
  });

  it('nor does a grant survive when an operationId starts to mean another request', async () => {
    await asAdministrator(world, importDocument, {
      api: 'billing',
      document: documentOf({ '/reports': { get: operation('getReport') } }),
    });
    const scope = await done(world.db, world.administrator, createScope, {
      api: 'billing',
      name: 'reports',
      operations: ['getReport'],
    });
    await asAdministrator(world, setGroupScopes, {
      group: 'billing',
      scopes: ['billing/invoices:read', 'billing/reports'],
    });
    const { secret } = fixture.memberToken;
    expect(await codeFor(world, secret, 'getReport')).toBe('allowed');
    const changed = await done(world.db, world.administrator, importDocument, {
      api: 'billing',
      document: documentOf({
        '/reports': { delete: operation('getReport'), get: operation('readReport') },
      }),
    });
    expect(changed).toMatchObject({
      added: [{ name: 'readReport' }],
      changed: [{ name: 'getReport', scopesLosing: 1 }],
    });
    expect(await codeFor(world, secret, 'getReport')).toBe('operation_not_granted');
    expect(await codeFor(world, secret, 'readReport')).toBe('operation_not_granted');
    expect(await codeFor(world, secret, 'listInvoices')).toBe('allowed');
    expect(scope.name).toBe('reports');
  });
});
