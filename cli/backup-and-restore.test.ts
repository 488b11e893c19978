import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { applicationUrl } from '@/db/embedded/connection';
import { freePort } from '@/db/embedded/free-port';
import { buildProgram } from '@/db/testing/build-program';

const PAGE = join(import.meta.dirname, '../docs/backup-and-restore.md');
const STARTS_WITHIN_MS = 120_000;

let folder: string;
let dataDirectory: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyward-backup-'));
  await chmod(folder, 0o711);
  dataDirectory = join(folder, 'data');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a block of the page as it stands there. */
async function follow(block: string): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  const script = new RegExp(`\`\`\`sh ${block}\n(.*?)\`\`\``, 's').exec(page)?.[1];
  if (script === undefined) throw new Error(`the page has no block "${block}"`);
  const { status, stderr } = spawnSync('sh', ['-euc', script], {
    cwd: folder,
    env: { ...process.env, KEYWARD_DATA_DIR: dataDirectory },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${block} failed: ${stderr}`);
}

/** Runs `work` on the database that Keyward has started on the data directory. */
async function whileStarted(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const program = await buildProgram('cli/testing/start-database.ts');
  const child = spawn(process.execPath, [program], {
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      KEYWARD_DATA_DIR: dataDirectory,
      DASHBOARD_PORT: String(await freePort()),
      VERIFIER_PORT: String(await freePort()),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('refused')) throw new Error(line);
    if (line.includes('the database is up')) break;
  }
  const read = async (name: string) =>
    JSON.parse(await readFile(join(dataDirectory, name), 'utf8'));
  const { postgresPort } = await read('instance.json');
  const connectionString = applicationUrl(await read('secrets.json'), postgresPort);
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
    child.kill('SIGTERM');
    await exited;
  }
}

it(
  'brings back a data directory by the commands of the page, and keeps what verifiers have noted',
  async () => {
    const make = (client: pg.Client, slug: string) =>
      client.query("insert into identities (id, type, name, slug) values ($1, 'service', $2, $2)", [
        `idn_${slug}`,
        slug,
      ]);
    const names = async (client: pg.Client) =>
      (
        await client.query(
          "select name from identities where id like 'idn_%' and slug in ('before', 'after')",
        )
      ).rows;
    await whileStarted(async (client) => {
      await make(client, 'before');
    });
    await follow('backup');
    await whileStarted(async (client) => {
      await make(client, 'after');
      expect(await names(client)).toHaveLength(2);
    });
    await mkdir(join(dataDirectory, 'journal'), { recursive: true });
    await writeFile(join(dataDirectory, 'journal/applied-one.json'), '{"noted":true}');

    await follow('restore');
    expect(await readFile(join(dataDirectory, 'journal/applied-one.json'), 'utf8')).toContain(
      'noted',
    );
    await whileStarted(async (client) => {
      expect(await names(client)).toEqual([{ name: 'before' }]);
    });
  },
  STARTS_WITHIN_MS,
);
