import { expect } from 'vitest';
import { webhooks } from '@/db/schema/webhooks';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { applied, plan } from '@/domain/testing/configuration';
import { it, world } from '@/domain/testing/fixture';
import { holderOf } from '@/domain/testing/holder';
import { asAdministrator } from '@/domain/testing/probes';
import { auditHead, eventsSince, fingerprint } from '@/domain/testing/traces';
import { contextOf } from '@/domain/testing/world';
import { createWebhook } from '@/domain/webhooks/create-webhook';
import { applyConfiguration } from './apply-configuration';
import { planConfiguration } from './plan-configuration';

const INSIDE = 'https://10.0.0.5/hook';
const hook = (url: string, name = 'Chat') => `version: 1\nwebhooks:\n  ${name}:\n    url: ${url}\n`;
const REFUSED = {
  ok: false,
  code: 'invalid_input',
  message: expect.stringMatching(
    /^Line 4:5: webhooks\.\w+\.url: .*not an address of the internet.*WEBHOOK_PRIVATE_HOSTS/,
  ),
};
const applyWith = (webhookPrivateHosts: string[], file: string) =>
  runCommand(
    applyConfiguration,
    contextOf(world.db, world.administrator, { webhookPrivateHosts }),
    { file },
  );

it('refuses a webhook at an address inside, as its own command does', async () => {
  const [head, before] = [await auditHead(world.db), await fingerprint(world.db)];
  for (const url of [INSIDE, 'https://169.254.169.254/latest', 'https://localhost/hook']) {
    expect(await applyWith([], hook(url))).toMatchObject(REFUSED);
  }
  expect(await fingerprint(world.db)).toBe(before);
  expect(await auditHead(world.db)).toBe(head);
});

it('the plan says so, and that it is refused to anybody', async () => {
  expect(await plan(world, hook(INSIDE))).toMatchObject({
    value: { consequences: null, refused: { message: REFUSED.message, toAnybody: true } },
  });
});

it('takes what whoever runs Keyward has listed', async () => {
  const file = hook('https://10.0.0.7/hook', 'Listed');
  const { db, administrator: actor } = world;
  const context = { db, actor, webhookPrivateHosts: ['10.0.0.7'] };
  expect(await runQuery(planConfiguration, context, { file })).toMatchObject({
    value: { refused: null },
  });
  expect(await applyWith(['10.0.0.7'], file)).toMatchObject({ ok: true });
  // It stays where the list is shorter since: the file changes nothing of it.
  expect(await applyWith([], file)).toMatchObject({ ok: true, value: { counts: { update: 0 } } });
});

it('refuses to move one inside, and changes the rest of one that is', async () => {
  await asAdministrator(world, createWebhook, { name: 'Moved', url: 'https://140.82.112.3/hook' });
  expect(await applyWith([], hook(INSIDE, 'Moved'))).toMatchObject(REFUSED);
  await applied(world, 'version: 1\nwebhooks:\n  Moved: { outcome: denied }\n');
  const rows = await world.db.select().from(webhooks);
  expect(rows.find(({ name }) => name === 'Moved')).toMatchObject({
    ...{ url: 'https://140.82.112.3/hook', outcome: 'denied' },
  });
});

it('who may make no webhook is refused for that, and learns nothing of addresses', async () => {
  const by = await holderOf(world, 'appliers', ['configuration.apply', 'webhooks.list']);
  const head = await auditHead(world.db);
  const context = contextOf(world.db, by, { webhookPrivateHosts: [] });
  const result = await runCommand(applyConfiguration, context, { file: hook(INSIDE) });
  expect(result).toMatchObject({ ok: false, code: 'not_granted' });
  expect(await eventsSince(world.db, head)).toMatchObject([
    { action: 'webhooks.create', outcome: 'denied' },
  ]);
});
