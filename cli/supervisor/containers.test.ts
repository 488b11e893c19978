import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Contained, contain, needNamespaces } from '@/cli/testing/namespaces';
import { freePort } from '@/db/embedded/free-port';
import { buildProgram } from '@/db/testing/build-program';

const STARTS_WITHIN_MS = 120_000;

let program: string;
let dataDirectory: string;
const running: Contained[] = [];

beforeAll(async () => {
  needNamespaces();
  program = await buildProgram('cli/testing/start-database.ts');
});
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'keyward-containers-'));
  await chmod(dataDirectory, 0o711);
});
afterEach(async () => {
  for (const one of running.splice(0)) {
    const { process: child } = one;
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  await rm(dataDirectory, { recursive: true, force: true });
});

/** Starts Keyward's database in a container; `script` runs it as `$@`. */
async function startIn(hostName: string, script = 'exec "$@"'): Promise<Contained> {
  const started = contain(hostName, script, [process.execPath, program], {
    NODE_ENV: 'production',
    PATH: process.env.PATH,
    KEYWARD_DATA_DIR: dataDirectory,
    DASHBOARD_PORT: String(await freePort()),
    VERIFIER_PORT: String(await freePort()),
  });
  running.push(started);
  return started;
}

const UP = /the database is up/;
const REFUSED = /^refused: /;
const postmasterPid = async () =>
  (await readFile(join(dataDirectory, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0];

it(
  'refuses a second container in words that name the first, and takes nothing from it',
  async () => {
    const first = await startIn('host-one');
    await first.line(UP);
    const postmaster = await postmasterPid();
    for (const name of ['host-two', 'host-three']) {
      const refused = await (await startIn(name)).line(REFUSED);
      expect(refused).toMatch(
        /Keyward already runs at http:\/\/127\.0\.0\.1:\d+ \(process \d+ of another container, on host host-one, data in .*\): stop that one, or choose another KEYWARD_DATA_DIR/,
      );
    }
    expect(await postmasterPid()).toBe(postmaster);
    expect(first.lines.filter((line) => line.includes('ended unexpectedly'))).toEqual([]);
  },
  STARTS_WITHIN_MS,
);

it(
  'lets the next container recover when the first is killed',
  async () => {
    const first = await startIn('host-one');
    await first.line(UP);
    first.process.kill('SIGKILL');
    await once(first.process, 'close');
    const next = await startIn('host-two');
    await next.line(UP);
    expect(await (await startIn('host-three')).line(REFUSED)).toContain('on host host-two');
  },
  STARTS_WITHIN_MS,
);

it(
  'never starts beside a server whose supervisor alone was killed in its container',
  async () => {
    // The container lives on after its supervisor, and with it whatever that has left behind.
    const first = await startIn(
      'host-one',
      '"$@" & echo "supervisor $!"; wait; echo gone; sleep 100',
    );
    const pid = (await first.line(/^supervisor /)).split(' ')[1];
    await first.line(UP);
    const kill = await killInside(first, pid ?? '');
    expect(kill).toBe(0);
    await first.line(/^gone/);
    const next = await startIn('host-two');
    await next.line(UP);
    expect(next.lines.join('\n')).not.toContain('refused');
  },
  STARTS_WITHIN_MS,
);

/** kill -9 of a process by its number inside the container. */
async function killInside({ process: child }: Contained, pid: string): Promise<number | null> {
  const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  const inside = children.trim().split(' ')[0] ?? '';
  return spawnSync('nsenter', ['--pid', '--target', inside, 'kill', '-9', pid]).status;
}
