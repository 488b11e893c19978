import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startTcpProxy } from '@/db/testing/tcp-proxy';
import type { VerifierOptions } from '../options';
import { compareAnswers, isDecided } from '../testing/compare-answers';
import { openTestDatabase } from '../testing/database';
import { type Load, startLoad } from '../testing/load';
import { makeSmallDisk, whyNoDisk } from '../testing/small-disk';
import { until } from '../testing/start';
import { PROCESS_OPTIONS, spawnVerifier } from '../testing/verifier-process';
import { forwarded, makeWorld, type World } from '../testing/world';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let proxy: Awaited<ReturnType<typeof startTcpProxy>>;
let world: World;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
  proxy = await startTcpProxy(database.url);
});
afterAll(async () => {
  await proxy.close();
  await database.drop();
});

type Verifier = Awaited<ReturnType<typeof spawnVerifier>>;

/** Starts a verifier with a journal there. */
async function startVerifier(
  journalDir: string,
  options: Partial<VerifierOptions>,
  wrapper: string[],
) {
  const all = { ...PROCESS_OPTIONS, databaseUrl: proxy.url, journalDir, ...options };
  const verifier = await spawnVerifier(all, wrapper);
  onTestFinished(() => verifier.end('SIGKILL'));
  return verifier;
}

/** Starts a verifier, and a load on it that is answered. */
async function start(
  journalDir: string,
  options: Partial<VerifierOptions> = {},
  wrapper: string[] = [],
) {
  const verifier = await startVerifier(journalDir, options, wrapper);
  const requests = ['GET', 'DELETE'].map((method) =>
    forwarded(world.token.secret, method, '/v1/invoices/1'),
  );
  const load = await startLoad(verifier.address, requests, { perSecond: 1_500 });
  await more(load, 300, isDecided);
  return { verifier, load };
}

/** Waits until so many of the answers that come from now on are of that kind. */
async function more(
  load: Load,
  count: number,
  isOfKind: (answer: Load['answers'][number]) => boolean,
) {
  const from = load.answers.length;
  const found = async () => load.answers.slice(from).filter(isOfKind).length;
  await until(found, (reached) => reached >= count, 120_000);
}

const isRefused = ({ status }: { status: number }) => status === 503;

/** After a last allowance: ends all, and every answer but the refusals must have its row. */
async function compare(title: string, load: Load, verifier: Verifier) {
  await load.stop();
  await verifier.end('SIGTERM');
  const found = await compareAnswers(database.db, title, load);
  expect(found).toMatchObject({ differences: [], doubled: 0, others: 0 });
  expect(found.unavailable).toBeGreaterThan(0);
}

async function startOnDisk() {
  const disk = await makeSmallDisk();
  onTestFinished(() => disk.remove());
  return { disk, ...(await start(disk.directory, {}, disk.wrapper)) };
}

const newDirectory = () => mkdtemp(join(tmpdir(), 'verifier-journal-'));

describe('what a journal can’t take is refused, and never let through', {
  timeout: 480_000,
}, () => {
  it('with JOURNAL_MAX_BYTES reached while Postgres takes nothing', async () => {
    const { verifier, load } = await start(await newDirectory(), { journalMaxBytes: 400_000 });
    proxy.refuse(true);
    await more(load, 300, isRefused);
    proxy.refuse(false);
    await more(load, 300, isDecided);
    await compare('journal at its bound', load, verifier);
  });

  it('with a limit on the size of a file: it goes on in the next', async () => {
    const wrapper = ['sh', '-c', 'ulimit -S -f 600 && exec "$@"', 'sh'];
    const { verifier, load } = await start(await newDirectory(), {}, wrapper);
    await more(load, 1, isRefused);
    await more(load, 2_000, isDecided);
    await more(load, 1, isRefused);
    await more(load, 300, isDecided);
    await compare('journal file at its limit', load, verifier);
  });
});

const reason = await whyNoDisk();
if (reason !== null) process.stdout.write(`no disk of our own can be mounted here: ${reason}\n`);

// Where a real disk can't be had, the limits above stand for it.
if (reason === null) {
  describe('with a disk of its own', { timeout: 480_000 }, () => {
    it('full: all is refused, and all is well again with room', async () => {
      const { disk, verifier, load } = await startOnDisk();
      await disk.fill(verifier.pid);
      await more(load, 1_000, isRefused);
      await disk.makeRoom(verifier.pid);
      await more(load, 300, isDecided);
      await compare('disk full', load, verifier);
    });

    it('full of its own decisions: Postgres has them, so it makes room by itself', async () => {
      const { disk, verifier, load } = await startOnDisk();
      await disk.narrow(verifier.pid);
      proxy.refuse(true);
      await more(load, 300, isRefused);
      proxy.refuse(false);
      await more(load, 300, isDecided);
      await compare('disk full of decisions', load, verifier);
    });

    it('turned read-only: all is refused until a verifier starts with it mounted anew', async () => {
      const { disk, verifier, load } = await startOnDisk();
      await disk.turnReadOnly(verifier.pid);
      await more(load, 500, isRefused);
      const from = load.answers.length;
      await more(load, 500, isRefused);
      expect(load.answers.slice(from).filter(isDecided)).toEqual([]);
      // It can't be unmounted under a verifier, which holds the lock of its journal there.
      await verifier.end('SIGTERM');
      const port = Number(new URL(verifier.address).port);
      const next = await startVerifier(disk.directory, { port }, disk.wrapper);
      await more(load, 300, isDecided);
      await compare('disk read-only', load, next);
    });

    it('that hangs: requests are refused instead of waiting with it', async () => {
      const { disk, verifier, load } = await startOnDisk();
      await disk.hang(verifier.pid);
      try {
        await more(load, 500, isRefused);
      } finally {
        await disk.answerAgain(verifier.pid);
      }
      await more(load, 300, isDecided);
      await compare('disk hangs', load, verifier);
      expect(Math.max(...load.answers.map(({ tookMs }) => tookMs))).toBeLessThan(5_000);
    });
  });
}
