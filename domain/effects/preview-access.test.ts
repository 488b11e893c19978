import { expect } from 'vitest';
import { runQuery } from '@/domain/commands/run-query';
import { fixture, it as test, world } from '@/domain/testing/fixture';
import { contextOf, signedIn } from '@/domain/testing/world';
import { previewAccess } from './preview-access';

const preview = async (identityId: string, group: string) =>
  runQuery(previewAccess, contextOf(world.db, await signedIn(world.db, identityId)), { group });

test('a member sees the policy, the scopes and the operations of their group', async () => {
  const result = await preview(fixture.member.id, 'billing');
  expect(result).toMatchObject({
    ok: true,
    value: {
      group: { slug: 'billing', policy: { whoMayMint: 'leads' } },
      scopes: [
        {
          name: 'invoices:read',
          api: { slug: 'billing' },
          grantedBy: 'Ada',
          operations: [{ name: 'listInvoices', method: 'GET', pathTemplate: '/invoices' }],
        },
      ],
    },
  });
});

test('a group out of reach reads as not found', async () => {
  expect(await preview(fixture.outsider.id, 'billing')).toMatchObject({ kind: 'not_found' });
  expect(await preview(fixture.member.id, 'administrators')).toMatchObject({ kind: 'not_found' });
});
