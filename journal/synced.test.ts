import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { newId } from '@/domain/base/ids';
import { Journal } from './journal';
import { SegmentReader } from './read-segment';
import type { Decision } from './record/decision';
import { ActiveSegment, type Segment } from './segment';
import { ForgetfulDisk } from './testing/forgetful-disk';

type OpenDone = (error: Error | null, fd: number) => void;
const held = vi.hoisted(() => ({ disk: undefined as unknown as ForgetfulDisk }));
vi.mock('node:fs', async (original) => {
  const actual = await original<typeof import('node:fs')>();
  return {
    ...actual,
    open: (path: string, flags: string, ...rest: [number, OpenDone] | [OpenDone]) => {
      const done = rest.at(-1) as OpenDone;
      const mode = rest.length === 2 ? rest[0] : 0o600;
      held.disk.openFd(actual.open)(path, flags, mode, done);
    },
    fdatasync: (fd: number, done: (error: Error | null) => void) =>
      held.disk.sync(actual.fdatasync)(fd, done),
    fsync: (fd: number, done: (error: Error | null) => void) =>
      held.disk.sync(actual.fsync)(fd, done),
  };
});
vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof import('node:fs/promises')>();
  return {
    ...actual,
    open: (...args: Parameters<typeof actual.open>) => held.disk.open(actual.open)(...args),
  };
});

let directory: string;
beforeEach(async () => {
  held.disk = new ForgetfulDisk();
  directory = await mkdtemp(join(tmpdir(), 'synced-test-'));
});

const nothing = () => undefined;
const silent = { info: nothing, warn: nothing, error: nothing, debug: nothing };

const decision = (): Decision => ({
  id: newId('decision'),
  atMs: Date.now(),
  code: 'token_unknown',
  reason: null,
  token: null,
  identity: null,
  group: null,
  api: null,
  operation: null,
  scope: null,
  scopes: [],
  request: { method: 'GET', path: '/', ip: null, userAgent: null, requestId: null },
  callerTokenId: null,
});

function openJournal() {
  const segments: Segment[] = [];
  const journal = new Journal({
    directory,
    verifier: 'test',
    maxBytes: 10_000_000,
    log: silent,
    segmentBytes: () => 0,
    onSegment: (segment) => segments.push(segment),
    onDurable: nothing,
  });
  return { journal, segments };
}

/** What the power going off in this very moment would leave, by the name of its file. */
async function afterCrash(look: Map<string, Buffer>): Promise<string> {
  const elsewhere = await mkdtemp(join(tmpdir(), 'synced-test-'));
  const reader = new SegmentReader();
  let lines = '';
  for (const [name, bytes] of look) {
    const path = join(elsewhere, name);
    await writeFile(path, bytes);
    const id = name.replace(/\.journal$/, '');
    const segment = {
      id,
      path,
      durableBytes: bytes.length,
      bytesOnDisk: bytes.length,
      isSealed: true,
    };
    lines += (await reader.read(segment, 0, bytes.length)).lines.toString();
  }
  return lines;
}

/** Records a decision. @returns what the disk has in the moment in which it is told to be recorded */
const record = (journal: Journal, wanted: Decision): Promise<Map<string, Buffer>> =>
  new Promise((resolve, reject) => {
    journal.record(wanted, {
      recorded: () => resolve(held.disk.survivors(directory)),
      notRecorded: reject,
    });
  });

it('has every decision on the disk before it is told to be recorded', async () => {
  const { journal } = openJournal();
  for (let round = 0; round < 5; round += 1) {
    const wanted = decision();
    expect(await afterCrash(await record(journal, wanted))).toContain(wanted.id);
  }
  await journal.close();
});

it('offers the shipper nothing that a crash would take back', async () => {
  const { journal, segments } = openJournal();
  for (let round = 0; round < 3; round += 1) {
    const look = await record(journal, decision());
    for (const { id, durableBytes } of segments) {
      expect(look.get(`${id}.journal`)?.length).toBeGreaterThanOrEqual(durableBytes);
      expect(durableBytes).toBeGreaterThan(0);
    }
  }
  await journal.close();
});

it('refuses the decision whose sync failed, and keeps the next', async () => {
  const { journal } = openJournal();
  await record(journal, decision());
  held.disk.failNextSync();
  const lost = decision();
  await expect(record(journal, lost)).rejects.toThrow('the journal could not be written');
  const kept = decision();
  // It tries again by and by.
  const look = await vi.waitFor(() => record(journal, kept), { timeout: 60_000, interval: 100 });
  const found = await afterCrash(look);
  expect(found).toContain(kept.id);
  expect(found).not.toContain(lost.id);
  await journal.close();
});

it('keeps the name under which a file is written over', async () => {
  const path = join(directory, 'spare');
  await writeFile(path, Buffer.alloc(65_536));
  const segment = await ActiveSegment.over({ path, bytes: 65_536 }, directory);
  expect([...held.disk.survivors(directory).keys()]).toEqual([`${segment.id}.journal`]);
  await segment.discard();
});
