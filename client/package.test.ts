import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '@/db/embedded/free-port';
import { openTestDatabase } from '@/verifier/testing/database';
import { startTestVerifier, until } from '@/verifier/testing/start';
import { makeWorld, type World } from '@/verifier/testing/world';

const run = promisify(execFile);
const inRoot = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
let world: World;
let folder: string;
/** What a user has: the packed package beside Express and Fastify, and the examples. */
let app: string;
let packed: string[];

/** Packs a copy of the folder as it is published, so that nothing is built in the clone. */
async function pack(): Promise<string> {
  const source = join(folder, 'source');
  const isSource = (path: string) => !['dist', 'LICENSE'].includes(basename(path));
  await cp(inRoot('client'), join(source, 'client'), { recursive: true, filter: isSource });
  await cp(inRoot('LICENSE'), join(source, 'LICENSE'));
  await symlink(inRoot('node_modules'), join(source, 'node_modules'));
  const cwd = join(source, 'client');
  const { stdout } = await run('npm', ['pack', '--json', '--no-update-notifier'], { cwd });
  const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf('[\n')));
  packed = files.map((file: { path: string }) => file.path);
  return join(cwd, filename);
}

async function writeExamples(): Promise<void> {
  const guide = await readFile(inRoot('docs/client.md'), 'utf8');
  for (const [, name, code] of guide.matchAll(/```js\n\/\/ (\S+)\n(.*?)```/gs)) {
    await writeFile(join(app, `example-${name}`), code as string);
  }
}

beforeAll(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
  verifier = await startTestVerifier(database.url);
  folder = await mkdtemp(join(tmpdir(), 'keyward-client-'));
  app = join(folder, 'app');
  const modules = join(app, 'node_modules');
  await mkdir(join(modules, '@keyward'), { recursive: true });
  await run('tar', ['-xzf', await pack(), '-C', join(modules, '@keyward')]);
  await run('mv', [join(modules, '@keyward/package'), join(modules, '@keyward/client')]);
  await writeFile(join(app, 'package.json'), '{"type":"module"}');
  for (const peer of ['express', 'fastify']) {
    await symlink(inRoot(`node_modules/${peer}`), join(modules, peer));
  }
  await writeExamples();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await verifier.close();
  await database.drop();
});

const environment = (more: Record<string, string> = {}) => ({
  NODE_ENV: 'production' as const,
  VERIFIER_URL: verifier.address,
  VERIFIER_TOKEN: world.caller.secret,
  PRESENTED_TOKEN: world.token.secret,
  ...more,
});

async function runScript(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, args, { cwd: app, env: environment() });
  return stdout.trim();
}

/** Runs an example that is a server; answers how it is asked. */
async function serve(file: string) {
  const port = String(await freePort());
  const env = environment({ PORT: port });
  const child = spawn(process.execPath, [file], { cwd: app, env, stdio: 'inherit' });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    return [response.status, await response.text()];
  };
  const health = () => ask('/health').catch(() => null);
  await until(health, (answer) => answer?.[1] === 'fine');
  return {
    ask,
    async stop() {
      child.kill();
      await exited;
    },
  };
}

describe('the package', () => {
  it('holds the built files, its licence and nothing else', () => {
    const names = ['ask', 'client', 'errors', 'express', 'fastify', 'fetch', 'guard', 'index'];
    names.push('introspection', 'node-request', 'shape', 'verdict');
    const built = names.flatMap((name) => [`dist/${name}.d.ts`, `dist/${name}.js`]);
    expect([...packed].sort()).toEqual([...built, 'LICENSE', 'README.md', 'package.json'].sort());
  });

  it('can be imported by each of its names, and by no other', async () => {
    const names = async (path: string) =>
      runScript(
        '-e',
        `import('@keyward/client${path}').then((m) => console.log(Object.keys(m) + ''))`,
      );
    expect(await names('')).toBe(
      'InvalidInput,KeywardError,NotAuthorized,VerifierTimeout,VerifierUnavailable,createClient',
    );
    expect(await names('/express')).toBe('guardExpress');
    expect(await names('/fastify')).toBe('guardFastify,guardRoute');
    expect(await names('/fetch')).toBe('guardHandler');
    await expect(names('/dist/guard.js')).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it('type-checks in a strict project of its own that narrows a verdict', async () => {
    const code = `
      import { createClient, type DenialCode } from '@keyward/client';
      import { guardExpress } from '@keyward/client/express';
      const client = createClient({ verifierUrl: 'http://127.0.0.1', token: 'x' });
      guardExpress({ client, api: 'billing' });
      const verdict = await client.verify({ token: 'x', api: 'billing', scope: 'a' });
      export const name: string = verdict.identity?.name ?? verdict.code;
      if (verdict.allowed && !verdict.reason) console.log(verdict.identity.name);
      if (!verdict.allowed) { const code: DenialCode = verdict.code; console.log(code); }
      // @ts-expect-error: of a denied token not everything is known, and a public operation has none.
      verdict.identity.name;
      // @ts-expect-error: a method without a path is no question.
      await client.verify({ token: 'x', api: 'billing', method: 'GET' });
    `;
    await writeFile(join(app, 'use.mts'), code);
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022'];
    const tsc = inRoot('node_modules/typescript/bin/tsc');
    const types = ['--types', 'node', '--typeRoots', inRoot('node_modules/@types')];
    expect(await runScript(tsc, ...options, ...types, 'use.mts')).toBe('');
  }, 60_000);
});

describe('the examples of docs/client.md', () => {
  const mine = () => ({ headers: { authorization: `Bearer ${world.token.secret}` } });

  it.each(['express', 'fastify'])('guard a server with %s', async (name) => {
    const server = await serve(`example-${name}.js`);
    try {
      expect(await server.ask('/v1/invoices')).toEqual([401, '']);
      expect(await server.ask('/v1/invoices', mine())).toEqual([200, 'robot of billing']);
      if (name === 'fastify') {
        expect(await server.ask('/refund', { method: 'POST', ...mine() })).toEqual([403, '']);
      }
    } finally {
      await server.stop();
    }
  });

  it('guard a handler', async () => {
    const call = `
      import { GET } from './example-route.js';
      const ask = (init) => GET(new Request('https://billing.example.com/v1/invoices', init));
      console.log((await ask()).status, await (await ask(${JSON.stringify(mine())})).text());
    `;
    await writeFile(join(app, 'call.js'), call);
    const answer = '{"caller":"robot","scopes":["invoices:read"]}';
    expect(await runScript('call.js')).toBe(`401 ${answer}`);
  });

  it('ask without a guard', async () => {
    const said = 'robot may\nallowed, operation_not_granted\ninvoices:read';
    expect(await runScript('example-ask.js')).toBe(said);
  });
});
