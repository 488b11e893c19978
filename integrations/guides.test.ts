import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openDecisionJournal } from '@/app/server/decision-journal';
import { buildProgram } from '@/db/testing/build-program';
import { asAdministrator } from '@/domain/testing/probes';
import {
  type Fixture,
  makeFixture,
  openWorld,
  SERVER_SECRET,
  type World,
} from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { openKeyward } from './testing/open-keyward';

let world: World;
let fixture: Fixture;
let keyward: Awaited<ReturnType<typeof openKeyward>>;
let closeJournal: () => Promise<void>;
let program: string;
let folder: string;
let management: string;

beforeAll(async () => {
  program = await buildProgram('cli/testing/run-keyward.ts');
  world = await openWorld();
  fixture = await makeFixture(world);
  folder = await mkdtemp(join(tmpdir(), 'keyward-guides-'));
  (globalThis as { keywardDatabase?: unknown }).keywardDatabase = world.db;
  vi.stubEnv('NEXTAUTH_SECRET', SERVER_SECRET);
  closeJournal = await openDecisionJournal({
    ...{ databaseUrl: world.url, directory: join(folder, 'journal'), maxBytes: 10_000_000 },
    logLevel: 'silent',
  });
  keyward = await openKeyward();
  const made = await asAdministrator(world, createToken, {
    ...{ identity: world.administratorId, group: 'administrators', name: 'the guides' },
  });
  management = made.secret;
});
afterAll(async () => {
  keyward.close();
  await closeJournal();
  await world.close();
  await rm(folder, { recursive: true });
});

/** Blocks of a page by their language, as they stand there. */
async function blocksOf(page: string, language: string): Promise<string[]> {
  const said = await readFile(join(import.meta.dirname, '../docs', page), 'utf8');
  return [...said.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(
    ([, block = '']) => block,
  );
}

/** Runs lines as a shell does; the first that fails ends them. @returns standard output */
async function follow(lines: string, token = management): Promise<string> {
  const script = `keyward() { "${process.execPath}" "${program}" "$@"; }\n${lines}`;
  const child = spawn('sh', ['-euc', script], {
    cwd: folder,
    env: {
      ...process.env,
      ...{ KEYWARD_URL: keyward.url, KEYWARD_TOKEN: token, ACCOUNT: fixture.service.id },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const [out, problems] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  expect(await ended, `${lines}\n${problems}`).toBe(0);
  return out;
}

const written = async (name: string) => (await readFile(join(folder, name), 'utf8')).trim();

it('docs/rotation.md: a retry with its key gets the same secret, and the family ends', async () => {
  const blocks = await blocksOf('rotation.md', 'sh');
  const out = await follow(blocks.join(''));
  expect(await written('new-secret')).toMatch(/^kws_\w{36}$/);
  expect(await written('same-secret')).toBe(await written('new-secret'));
  expect(out).toMatch(/^Revoked tok_\w+, tok_\w+$/m);
});

it('docs/pipelines.md: after a release each service token has one successor, however often it runs', async () => {
  await writeFile(
    join(folder, 'openapi.yaml'),
    'openapi: 3.1.0\ninfo: { title: Billing, version: "2" }\npaths: { /refunds: { get: { operationId: listRefunds } } }\n',
  );
  const [release = '', child = '', api = ''] = await blocksOf('pipelines.md', 'sh');
  await follow(release);
  const names = await readdir(join(folder, 'secrets'));
  const secrets = await Promise.all(names.map((name) => written(`secrets/${name}`)));
  expect(names.length).toBeGreaterThan(0);
  for (const secret of secrets) expect(secret).toMatch(/^kws_\w{36}$/);

  expect(await follow(child, secrets[0])).toContain('mailer');
  expect(await follow(api)).toContain('billing');
  for (const name of names)
    await follow(
      `keyward token rotate ${name} --until-first-use --reason "release 42" --idempotency-key release-42-${name} > again`,
    );
  expect(await written('again')).toBe(secrets.at(-1));
});

it('docs/configuration-as-code.md: an export changes nothing, and its file is applied as it stands there', async () => {
  const [commands = ''] = await blocksOf('configuration-as-code.md', 'sh');
  expect(await follow(commands)).toContain('Nothing to change: everything is as the file says.');
  const [file = ''] = await blocksOf('configuration-as-code.md', 'yaml');
  await writeFile(join(folder, 'example.yaml'), file);
  const plan = await follow('keyward plan -f example.yaml');
  expect(plan).toContain('+ group logistics');
  await follow('keyward apply -f example.yaml');
  expect(await follow('keyward plan -f example.yaml')).not.toMatch(/^[+~] /m);
});
