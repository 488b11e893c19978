import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { apis } from '@/db/schema/apis';
import { createApi } from '@/domain/apis/create-api';
import { createOperation } from '@/domain/apis/create-operation';
import { deleteApi } from '@/domain/apis/delete-api';
import { deleteOperation } from '@/domain/apis/delete-operation';
import { freezeApi } from '@/domain/apis/freeze-api';
import { getApi } from '@/domain/apis/get-api';
import { importDocument } from '@/domain/apis/import-document';
import { listApis } from '@/domain/apis/list-apis';
import { listOperations } from '@/domain/apis/list-operations';
import { previewImport } from '@/domain/apis/preview-import';
import { setOperations } from '@/domain/apis/set-operations';
import { thawApi, thawApis } from '@/domain/apis/thaw-api';
import { unfreezeApi } from '@/domain/apis/unfreeze-api';
import { updateApi } from '@/domain/apis/update-api';
import { updateOperation } from '@/domain/apis/update-operation';
import { systemActor } from '@/domain/base/actor';
import type { Aim } from '@/domain/testing/aim';
import { asAdministrator } from '@/domain/testing/probes';
import { commandCase, queryCase, type Scene } from './case';
import { jobCase } from './job-case';
import { ownNothing } from './states';

const document = new TextEncoder().encode(
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Other', version: '1' },
    paths: { '/refunds': { get: { operationId: 'listRefunds', responses: {} } } },
  }),
);

const api = (aim: Aim) => ({ api: aim.api });
const operation = (aim: Aim) => ({ api: aim.api, operation: aim.operation });
const ofBillingAndItsGroup = ({ fixture }: Scene) => [fixture.api.id, fixture.group.id];
const freeze = async ({ world, aim }: Scene) => {
  await asAdministrator(world, freezeApi, api(aim));
};
const freezeOfThePast = async (scene: Scene) => {
  await freeze(scene);
  const { world, fixture } = scene;
  const frozenUntil = sql`now() - interval '1 second'`;
  await world.db.update(apis).set({ frozenUntil }).where(eq(apis.id, fixture.api.id));
};
const builtIn = { code: 'built_in' as const, given: async () => ({ api: 'keyward' }) };

export const API_COMMANDS = [
  commandCase(createApi, {
    input: () => ({ slug: 'fresh', name: 'New' }),
    event: (_scene, { id }) => ({
      target: id,
      after: { slug: 'fresh', name: 'New', basePath: '/' },
      affects: [id],
    }),
    refused: { code: 'already_exists', given: async () => ({ slug: 'billing' }) },
    bad: [{ basePaths: ['/ok', 'no slash'] }, 'basePaths.1'],
  }),
  commandCase(updateApi, {
    input: (aim) => ({ api: aim.api, name: 'Other' }),
    at: 'api',
    event: ({ fixture }) => ({
      target: fixture.api.id,
      before: { name: 'Billing' },
      after: { name: 'Other', hosts: ['api.example.com'] },
      affects: [fixture.api.id],
    }),
    refused: builtIn,
    bad: [{ hosts: ['a host'] }, 'hosts.0'],
  }),
  commandCase(freezeApi, {
    input: (aim) => ({ api: aim.api, reason: 'leaking invoices' }),
    at: 'api',
    event: ({ fixture }) => ({
      target: fixture.api.id,
      before: { state: 'active' },
      after: { state: 'frozen' },
      affects: [fixture.api.id],
    }),
    refused: { code: 'api_frozen', given: freeze },
    bad: [{ until: '2020-01-01T00:00:00Z' }, 'until'],
  }),
  commandCase(unfreezeApi, {
    input: api,
    at: 'api',
    given: freeze,
    event: ({ fixture }) => ({
      target: fixture.api.id,
      before: { state: 'frozen' },
      after: { state: 'active' },
      affects: [fixture.api.id],
    }),
    refused: { code: 'api_active' },
    bad: [{ reason: 'x'.repeat(501) }, 'reason'],
  }),
  commandCase(thawApi, {
    input: api,
    at: 'api',
    by: () => systemActor('worker', ['apis.thaw']),
    given: freezeOfThePast,
    event: ({ fixture }) => ({
      target: fixture.api.id,
      before: { state: 'frozen' },
      after: { state: 'active' },
      affects: [fixture.api.id],
    }),
    refused: { code: 'nothing_due', by: () => systemActor('worker', ['apis.thaw']) },
  }),
  commandCase(deleteApi, {
    input: api,
    at: 'api',
    given: ownNothing,
    event: ({ fixture }) => ({
      target: fixture.api.id,
      before: { slug: 'billing', name: 'Billing' },
      affects: [fixture.api.id],
    }),
    refused: { code: 'api_in_use' },
    bad: [{ api: '' }, 'api'],
  }),
  commandCase(importDocument, {
    input: (aim) => ({ api: aim.api, document }),
    at: 'api',
    event: (scene) => ({
      target: scene.fixture.api.id,
      before: { operations: 0, document: null },
      after: { added: 1 },
      affects: ofBillingAndItsGroup(scene),
    }),
    refused: { code: 'built_in', given: async () => ({ api: 'keyward' }) },
    bad: [{ keep: ['listRefunds', ''] }, 'keep.1'],
  }),
  commandCase(createOperation, {
    input: (aim) => ({ api: aim.api, name: 'new' }),
    at: 'api',
    event: ({ fixture }) => ({
      target: fixture.api.id,
      after: { operation: 'new', method: null },
      affects: [fixture.api.id],
    }),
    refused: { code: 'already_exists', given: async () => ({ name: 'listInvoices' }) },
    bad: [{ method: 'BREW' }, 'method'],
  }),
  commandCase(deleteOperation, {
    input: operation,
    at: 'api',
    event: (scene) => ({
      target: scene.fixture.api.id,
      before: { operation: 'listInvoices', method: 'GET', pathTemplate: '/invoices' },
      affects: ofBillingAndItsGroup(scene),
    }),
    refused: builtIn,
    bad: [{ operation: '' }, 'operation'],
  }),
  commandCase(setOperations, {
    input: (aim) => ({
      api: aim.api,
      operations: [{ name: 'listRefunds', method: 'GET', pathTemplate: '/refunds' }],
    }),
    at: 'api',
    event: (scene) => ({
      target: scene.fixture.api.id,
      before: { operations: 3 },
      after: {
        operations: 1,
        added: ['listRefunds'],
        removed: ['createInvoice', 'deleteInvoice', 'listInvoices'],
      },
      affects: ofBillingAndItsGroup(scene),
    }),
    refused: builtIn,
    bad: [
      { operations: [{ name: 'x', method: 'get', pathTemplate: '/x' }] },
      'operations.0.method',
    ],
  }),
  commandCase(updateOperation, {
    input: (aim) => ({ ...operation(aim), isPublic: true }),
    at: 'api',
    event: (scene) => ({
      target: scene.fixture.api.id,
      before: { operation: 'listInvoices', isPublic: false },
      after: { operation: 'listInvoices', isPublic: true },
      affects: ofBillingAndItsGroup(scene),
    }),
    refused: builtIn,
    bad: [{ isPublic: 'yes' }, 'isPublic'],
  }),
];

export const API_QUERIES = [
  queryCase(getApi, { input: api, at: 'api' }),
  queryCase(listApis, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(listOperations, { input: api, at: 'api', bad: [{ limit: 0 }, 'limit'] }),
  queryCase(previewImport, {
    input: (aim) => ({ api: aim.api, document }),
    at: 'api',
    refused: builtIn,
  }),
];

export const THAW_APIS = jobCase(thawApis, {
  given: freezeOfThePast,
  changed: 1,
  events: ({ fixture }) => [
    { action: 'apis.thaw', targetId: fixture.api.id, affects: [fixture.api.id] },
  ],
  holds: async ({ world, fixture }) => {
    const [api] = await world.db.select().from(apis).where(eq(apis.id, fixture.api.id));
    expect(api).toMatchObject({ state: 'active', frozenUntil: null, frozenReason: null });
  },
});
