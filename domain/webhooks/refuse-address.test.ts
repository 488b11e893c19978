import { expect } from 'vitest';
import { runCommand } from '@/domain/commands/run';
import { addressProblem } from '@/domain/outbound/address-problem';
import { it, world } from '@/domain/testing/fixture';
import { contextOf, done } from '@/domain/testing/world';
import { createWebhook } from './create-webhook';
import { updateWebhook } from './update-webhook';

const PRIVATE = [
  ...['https://127.0.0.1/hook', 'https://169.254.169.254/latest', 'https://[fe80::1]/hook'],
  ...['https://10.0.0.5/hook', 'https://2130706433/', 'https://localhost/hook'],
];
const context = (webhookPrivateHosts?: string[]) =>
  contextOf(world.db, world.administrator, { webhookPrivateHosts: webhookPrivateHosts ?? [] });

it.each(PRIVATE)('%s is refused when it is saved, beside its field', async (url) => {
  const message = expect.stringMatching(/is not an address of the internet.*WEBHOOK_PRIVATE_HOSTS/);
  const refused = { ok: false, code: 'invalid_input', errors: [{ path: 'url', message }] };
  expect(await runCommand(createWebhook, context(), { url })).toMatchObject(refused);
  const { webhook } = await done(world.db, world.administrator, createWebhook, {
    url: 'https://hooks.example.com/',
  });
  const change = { webhook: webhook.id, url };
  expect(await runCommand(updateWebhook, context(), change)).toMatchObject(refused);
});

it('an address without TLS is refused, unless the installation lists it', async () => {
  const url = 'http://hooks.internal:8080/hook';
  const make = (hosts?: string[]) => runCommand(createWebhook, context(hosts), { url });
  expect(await make()).toMatchObject({
    errors: [{ path: 'url', message: expect.stringContaining('is not encrypted') }],
  });
  expect(await make(['hooks.internal:8080'])).toMatchObject({ ok: true });
});

it.each([
  ['one address of the internet', [{ address: '140.82.112.3' }], null],
  ['a private address among others', [{ address: '140.82.112.3' }, { address: '10.0.0.1' }], false],
  ['no address', [], null],
])('a name that stands for %s', async (_what, found, problem) => {
  const said = await addressProblem('https://hooks.example.com/', [], async () => found);
  expect(said === null ? null : false).toBe(problem);
});

it('a name whose resolver fails passes: each try asks again', async () => {
  const failing = () => Promise.reject(new Error('EAI_AGAIN'));
  expect(await addressProblem('https://hooks.example.com/', [], failing)).toBeNull();
});
