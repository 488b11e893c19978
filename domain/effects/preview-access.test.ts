import { afterAll, beforeAll, expect, test } from 'vitest';
import { runQuery } from '@/domain/commands/run';
import {
  contextOf,
  type Furnished,
  furnish,
  openWorld,
  signedIn,
  type World,
} from '@/domain/testing/world';
import { previewAccess } from './preview-access';

let world: World;
let stage: Furnished;

beforeAll(async () => {
  world = await openWorld();
  stage = await furnish(world);
});

afterAll(() => world.close());

const preview = async (identityId: string, group: string) =>
  runQuery(previewAccess, contextOf(world.db, await signedIn(world.db, identityId)), { group });

test('a member sees the policy, the scopes and the operations of their group', async () => {
  const result = await preview(stage.member.id, 'billing');
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
  expect(await preview(stage.outsider.id, 'billing')).toMatchObject({ kind: 'not_found' });
  expect(await preview(stage.member.id, 'administrators')).toMatchObject({ kind: 'not_found' });
});
