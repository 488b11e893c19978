import { eq } from 'drizzle-orm';
import { scopes } from '@/db/schema/apis';
import { createScope } from '@/domain/scopes/create-scope';
import { deleteScope } from '@/domain/scopes/delete-scope';
import { getScope } from '@/domain/scopes/get-scope';
import { listScopes } from '@/domain/scopes/list-scopes';
import { previewScopeUpdate } from '@/domain/scopes/preview-update';
import { updateScope } from '@/domain/scopes/update-scope';
import type { Aim } from '@/domain/testing/aim';
import { commandCase, queryCase, type Scene } from './case';
import { ownNothing } from './states';

const scope = (aim: Aim) => ({ scope: aim.scope });

async function theScopeOfAdministrators({ world }: Scene) {
  const [found] = await world.db.select().from(scopes).where(eq(scopes.name, 'keyward:administer'));
  return { scope: found?.id ?? '' };
}

export const SCOPE_COMMANDS = [
  commandCase(createScope, {
    input: (aim) => ({ api: aim.api, name: 'new', operations: [aim.operation] }),
    at: 'api',
    event: (_scene, { id }) => ({
      target: id,
      after: { name: 'new', operations: ['listInvoices'] },
      affects: [],
    }),
    refused: { code: 'already_exists', given: async () => ({ name: 'invoices:read' }) },
    bad: [{ operations: ['listInvoices', ''] }, 'operations.1'],
  }),
  commandCase(updateScope, {
    input: (aim) => ({ scope: aim.scope, operations: [] }),
    at: 'scope',
    event: ({ fixture }) => ({
      target: fixture.scope.id,
      before: { name: 'invoices:read', operations: ['listInvoices'] },
      after: { name: 'invoices:read', operations: [] },
      affects: [fixture.group.id],
    }),
    refused: { code: 'built_in', given: theScopeOfAdministrators },
    bad: [{ name: 'with a blank' }, 'name'],
  }),
  commandCase(deleteScope, {
    input: scope,
    at: 'scope',
    given: ownNothing,
    event: ({ fixture }) => ({
      target: fixture.scope.id,
      before: { name: 'invoices:read' },
      affects: [],
    }),
    refused: { code: 'scope_in_use' },
    bad: [{ scope: 'x'.repeat(101) }, 'scope'],
  }),
];

export const SCOPE_QUERIES = [
  queryCase(getScope, { input: scope, at: 'scope' }),
  queryCase(previewScopeUpdate, {
    input: (aim) => ({ scope: aim.scope, operations: [] }),
    at: 'scope',
    refused: { code: 'invalid_input', given: async () => ({ operations: ['nothing'] }) },
    bad: [{ operations: [''] }, 'operations.0'],
  }),
  queryCase(listScopes, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
];
