import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { recordRequests } from '@/cli/testing/record-requests';
import { addExchange } from './exchange';

const settings = vi.hoisted(() => ({
  keywardUrl: '',
  keywardToken: undefined as string | undefined,
}));
vi.mock('@/domain/environment/env', () => ({ environment: () => settings }));

const SECRET = `kws_${'a'.repeat(36)}`;
let answer: { status: number; body: object };
const asked = recordRequests(settings, () => answer);
const sent = () => ({
  form: Object.fromEntries(new URLSearchParams(asked.at(-1)?.bytes.toString())),
  authorization: asked.at(-1)?.headers.authorization,
});
let folder: string;
let printed: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-'));
  await writeFile(join(folder, 'jwt'), 'a.b.c\n');
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  printed = '';
  settings.keywardToken = undefined;
  answer = { status: 200, body: { access_token: SECRET, token_id: 'tok_1', expires_in: 900 } };
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    printed += String(line);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function keyward(...args: string[]) {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addExchange(program);
  await program.parseAsync(['exchange', ...args], { from: 'user' });
}

it('exchanges a JWT by a rule, and prints the token alone', async () => {
  await keyward('deploy-shop', '--jwt', join(folder, 'jwt'), '--scope', 'a', 'b');
  expect(printed).toBe(`${SECRET}\n`);
  expect(sent()).toMatchObject({
    form: { subject_token: 'a.b.c', audience: 'deploy-shop', scope: 'a b' },
    authorization: undefined,
  });
});

it('exchanges KEYWARD_TOKEN itself without a rule, for one API and less long', async () => {
  settings.keywardToken = SECRET;
  await keyward('--acts-as', 'agent', '--ttl', '600', '--api', 'billing', '--json');
  expect(JSON.parse(printed)).toMatchObject({ access_token: SECRET, token_id: 'tok_1' });
  expect(sent().form).toMatchObject({
    ...{ subject_token: SECRET, acts_as: 'agent', ttl_seconds: '600', audience: 'billing' },
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  });
});

it.each<[what: string, args: string[], message: RegExp]>([
  ['no rule and no token', [], /KEYWARD_TOKEN is not set/],
  ['a file that is not there', ['x', '--jwt', '/nowhere'], /can't be read \(ENOENT\)/],
  ['a lifetime beside a rule', ['x', '--ttl', '60'], /without a rule/],
  ['a lifetime in words', ['--ttl', 'long'], /whole seconds/],
])('refuses %s before it asks', async (_, args, message) => {
  await expect(keyward(...args)).rejects.toThrow(message);
});

it('says where the administrator reads why, and repeats what it was told', async () => {
  const jwt = ['deploy-shop', '--jwt', join(folder, 'jwt')];
  answer = { status: 400, body: { error: 'invalid_grant' } };
  await expect(keyward(...jwt)).rejects.toThrow(/Settings, Workloads/);
  answer = { status: 400, body: { error: 'invalid_scope', error_description: 'No such scope.' } };
  await expect(keyward(...jwt)).rejects.toThrow('No such scope. (invalid_scope)');
  answer = { status: 502, body: {} };
  await expect(keyward(...jwt)).rejects.toThrow(/answered 502 .* check KEYWARD_URL/);
});
