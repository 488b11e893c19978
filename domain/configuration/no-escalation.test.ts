import { expect } from 'vitest';
import type { Actor } from '@/domain/base/actor';
import { applied, apply } from '@/domain/testing/configuration';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { holderOf } from '@/domain/testing/holder';
import { auditHead, eventsSince, fingerprint } from '@/domain/testing/traces';

let applier: Actor;

/** A pipeline that may change everything a file has, and holds no other right on the control plane. */
beforeAll(async () => {
  applier = await holderOf(world, 'appliers', [
    ...(['configuration.apply', 'configuration.plan', 'apis.get', 'apis.list'] as const),
    ...(['apis.create', 'apis.update', 'operations.list', 'operations.set'] as const),
    ...(['scopes.create', 'scopes.get', 'scopes.list', 'scopes.update'] as const),
    ...(['groups.create', 'groups.get', 'groups.list', 'groups.listMembers'] as const),
    ...(['groups.update', 'groups.setScopes', 'groups.editMembers'] as const),
    ...(['identities.create', 'identities.get', 'identities.list', 'identities.update'] as const),
    ...(['trustRules.create', 'trustRules.get', 'trustRules.list'] as const),
    ...(['webhooks.create', 'webhooks.get', 'webhooks.list'] as const),
  ]);
});

const BEYOND: [what: string, file: string, action: string, code: string][] = [
  [
    'a new scope with a right they lack, given to a group',
    `apis:
  keyward:
    scopes:
      grab: { operations: [tokens.revoke] }
groups:
  billing:
    scopes: [keyward/grab]`,
    'groups.setScopes',
    'needs_administrator',
  ],
  [
    'a wider scope of their own group',
    `apis:
  keyward:
    scopes:
      appliers: { operations: [configuration.apply, tokens.revoke] }`,
    'scopes.update',
    'needs_administrator',
  ],
  [
    'a service account in a group that controls Keyward',
    'groups:\n  administrators: { serviceAccounts: [mailer] }',
    'groups.editMembers',
    'needs_administrator',
  ],
  [
    'longer tokens of a group that holds more than they',
    'groups:\n  auditors: { policy: { maxTtlSeconds: 31536000 } }',
    'groups.update',
    'needs_administrator',
  ],
  [
    'a webhook that would tell them the log',
    "webhooks:\n  mine: { url: 'https://140.82.112.3/' }",
    'webhooks.create',
    'not_granted',
  ],
];

it.for(BEYOND)('an applier does not give %s', async ([, sections, action, code]) => {
  const [head, before] = [await auditHead(world.db), await fingerprint(world.db)];
  // What comes before it in the file, they may do: it is taken back with the rest.
  const file = `version: 1\nserviceAccounts:\n  runner: {}\n${sections}\n`;
  expect(await apply(world, file, { by: applier })).toMatchObject({ ok: false, code });
  expect(await fingerprint(world.db)).toBe(before);
  expect(await eventsSince(world.db, head)).toMatchObject([
    { action, outcome: 'denied', actorId: applier.id },
  ]);
});

it('and gives what they may', async () => {
  const file = `version: 1
apis:
  keyward:
    scopes:
      planning: { operations: [configuration.plan] }
  shop:
    operations: { listOrders: GET /orders }
    scopes:
      orders:read: { operations: [listOrders] }
serviceAccounts:
  runner: {}
groups:
  shop:
    scopes: [shop/orders:read]
    serviceAccounts: [runner]
`;
  await applied(world, file, { by: applier });
});
