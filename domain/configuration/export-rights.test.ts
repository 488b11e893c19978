import { expect } from 'vitest';
import type { Actor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { applied, apply, exported, plan, planned } from '@/domain/testing/configuration';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { holderOf } from '@/domain/testing/holder';
import { asAdministrator } from '@/domain/testing/probes';
import { auditHead, eventsSince } from '@/domain/testing/traces';
import { createWebhook } from '@/domain/webhooks/create-webhook';
import { exportConfiguration } from './export-configuration';

const LISTS: OperationName[] = [
  ...(['apis.list', 'operations.list', 'scopes.list', 'identities.list'] as const),
  ...(['groups.list', 'groups.listMembers', 'trustRules.list'] as const),
  ...(['destinations.list', 'webhooks.list'] as const),
];
const SECTIONS: [section: string, operation: OperationName][] = [
  ['apis', 'apis.list'],
  ['apis', 'operations.list'],
  ['apis', 'scopes.list'],
  ['serviceAccounts', 'identities.list'],
  ['groups', 'groups.list'],
  ['groups', 'groups.listMembers'],
  ['trustRules', 'trustRules.list'],
  ['destinations', 'destinations.list'],
  ['webhooks', 'webhooks.list'],
];

const lackers = new Map<OperationName, Actor>();

/** Who may do everything with a file, and list everything but one kind. */
async function without(operation: OperationName): Promise<Actor> {
  const known = lackers.get(operation);
  if (known) return known;
  const slug = `without-${operation.replace('.', '-').toLowerCase()}`;
  const actor = await holderOf(world, slug, [
    ...(['configuration.export', 'configuration.plan', 'configuration.apply'] as const),
    ...LISTS.filter((one) => one !== operation),
  ]);
  lackers.set(operation, actor);
  return actor;
}

async function exportOf(actor: Actor) {
  const answer = await runQuery(exportConfiguration, { db: world.db, actor }, {});
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

beforeAll(async () => {
  const url = 'https://hooks.example.com/services/T0/B0/of-a-chat';
  await asAdministrator(world, createWebhook, { name: 'Chat', url });
  await asAdministrator(world, createGroup, { slug: 'unseen', name: 'Unseen' });
});

it('whoever may list everything exports everything, and nothing is left out', async () => {
  const { file, leftOut } = await exportOf(
    await holderOf(world, 'whole', ['configuration.export', ...LISTS]),
  );
  expect(leftOut).toEqual([]);
  expect(file).toBe(await exported(world));
});

it.for(SECTIONS)('leaves out %s, and says so, for want of %s', async ([section, operation]) => {
  const by = await without(operation);
  const { file, leftOut } = await exportOf(by);
  expect(leftOut).toEqual([{ section, lacking: [operation] }]);
  expect(file).toContain(`\n# Left out: ${section}. Who exported this lacks ${operation}.\n`);
  expect(file).not.toMatch(new RegExp(`^${section}:`, 'm'));
  if (section === 'webhooks') expect(file).not.toContain('hooks.example.com');
  const { lines } = await planned(world, file, { prune: true });
  expect(lines).toEqual([]);
});

it.for(SECTIONS)('compares nothing with %s for want of %s', async ([section, operation]) => {
  const by = await without(operation);
  const file = `version: 1\n${section}: {}\n`;
  const refused = {
    ok: false,
    code: 'not_granted',
    message: expect.stringMatching(new RegExp(`^Line 2:1: ${section}: Only .*${operation}`)),
  };
  expect(await plan(world, file, { by, prune: true })).toMatchObject(refused);
  const head = await auditHead(world.db);
  expect(await apply(world, file, { by })).toMatchObject(refused);
  expect(await eventsSince(world.db, head)).toMatchObject([
    { action: 'configuration.apply', outcome: 'denied', reason: 'not_granted' },
  ]);
});

it('what an export leaves out is never pruned', async () => {
  const { file } = await exportOf(await without('webhooks.list'));
  const head = await auditHead(world.db);
  await applied(world, file, { prune: true });
  expect(await eventsSince(world.db, head)).toEqual([]);
  expect(await exported(world)).toContain('of-a-chat');
});
