import { expect } from 'vitest';
import { planned } from '@/domain/testing/configuration';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { createToken } from '@/domain/tokens/create-token';
import { delegateToken } from '@/domain/tokens/delegate-token';

const ANOTHER_API = `version: 1
apis:
  shop:
    operations:
      listOrders: GET /orders
    scopes:
      orders:read:
        operations: [listOrders]
groups:
  billing:
    scopes: [billing/invoices:read, shop/orders:read]
`;
const gainOf = async () => (await planned(world, ANOTHER_API)).consequences?.[0]?.gain;

it('a token that was made from another for one API gains nothing of another API', async () => {
  const parent = await asAdministrator(world, createToken, {
    ...{ identity: fixture.service.id, group: 'billing', name: 'deploys', ttlSeconds: 3_600 },
  });
  const before = await gainOf();
  expect(before).toMatchObject({ operations: 1 });
  await asAdministrator(world, delegateToken, {
    ...{ token: parent.token.id, actsAs: 'agent', api: 'billing' },
  });
  expect(await gainOf()).toEqual(before);
});
