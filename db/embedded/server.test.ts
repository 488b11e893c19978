import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { applicationUrl, ensureDatabase, ownerUrl } from './connection';
import { identifyProcess } from './process-identity';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './server';

const passwords = { ownerPassword: 'owner '.repeat(6), applicationPassword: "a'pp?/".repeat(6) };
let dataDirectory: string;
let notes: string[] = [];
let running: EmbeddedPostgres;

const start = async () => {
  notes = [];
  running = await startEmbeddedPostgres({
    dataDirectory,
    ownerPassword: passwords.ownerPassword,
    durable: false,
    note: (line) => notes.push(line),
  });
  return running;
};

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** A connection's backend, halted so that it can't notice the death of its server. */
async function stoppedBackend(url: string): Promise<{ pid: number }> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const [backend] = rows;
  if (!backend) throw new Error('the backend told no pid');
  process.kill(backend.pid, 'SIGSTOP');
  return backend;
}

const pidFile = () => join(dataDirectory, 'postgres/cluster/postmaster.pid');
const serverPid = async () => Number((await readFile(pidFile(), 'utf8')).split('\n')[0]);

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'keyward-embedded-'));
  await start();
  await ensureDatabase(passwords, running.port);
});
afterAll(async () => {
  await running.stop();
  await rm(dataDirectory, { recursive: true, force: true });
});

describe('the embedded server', () => {
  it('takes the owner and the application role with their own passwords only', async () => {
    const { port } = running;
    const whoAmI = 'select current_user as name';
    expect(await query(ownerUrl(passwords, port), whoAmI)).toEqual([{ name: 'keyward_owner' }]);
    expect(await query(applicationUrl(passwords, port), whoAmI)).toEqual([{ name: 'keyward_app' }]);
    const wrong = applicationUrl({ ...passwords, applicationPassword: 'guess' }, port);
    await expect(query(wrong, whoAmI)).rejects.toThrow(/password authentication failed/);
  });

  it('listens on the loopback interface alone', async () => {
    const rows = await query(
      ownerUrl(passwords, running.port),
      "select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories') order by name",
    );
    expect(rows).toEqual([
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
  });

  it('leaves no password in its log or beside the cluster', async () => {
    const log = await readFile(join(dataDirectory, 'postgres.log'), 'utf8');
    expect(log).not.toContain(passwords.applicationPassword);
    expect(existsSync(join(dataDirectory, 'postgres/cluster.password'))).toBe(false);
  });

  it('keeps its data across a stop and a start', async () => {
    await query(ownerUrl(passwords, running.port), 'create table kept (id int)');
    await running.stop();
    await start();
    expect(await query(ownerUrl(passwords, running.port), 'select id from kept')).toEqual([]);
  });

  it('ends a server that an earlier start has left running, and says so', async () => {
    const orphan = await serverPid();
    await start();
    expect(await identifyProcess(orphan)).toBeNull();
    expect(notes[0]).toBe('stopped a Postgres server left by an earlier start');
  });

  it('waits for a backend that outlived its killed server, and never starts beside it', async () => {
    const { pid } = await stoppedBackend(ownerUrl(passwords, running.port));
    process.kill(await serverPid(), 'SIGKILL');
    await running.ended;
    let hasStarted = false;
    const starting = start().then(() => {
      hasStarted = true;
    });
    const waits = 'waiting for a Postgres process of an earlier start to end';
    await vi.waitUntil(() => notes.includes(waits), 20_000);
    expect(hasStarted).toBe(false);
    process.kill(pid, 'SIGKILL');
    await starting;
  });

  it('says what to do about a cluster of another version, and leaves it as it is', async () => {
    const file = join(dataDirectory, 'postgres/cluster/PG_VERSION');
    await running.stop();
    const version = await readFile(file, 'utf8');
    await writeFile(file, '14\n');
    await expect(start()).rejects.toThrow(
      /was made by PostgreSQL 14, and this Keyward brings \d+: go back to the Keyward that made it/,
    );
    await writeFile(file, version);
    await start();
  });

  it('starts over a postmaster.pid whose number now belongs to a stranger', async () => {
    const stranger = spawn('sleep', ['60']);
    await running.stop();
    await writeFile(pidFile(), `${stranger.pid}\n${join(dataDirectory, 'postgres/cluster')}\n`);
    await start();
    expect(await identifyProcess(stranger.pid ?? 0)).not.toBeNull();
    expect(await serverPid()).not.toBe(stranger.pid);
    stranger.kill();
  });
});
