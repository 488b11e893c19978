import { mkdir, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Log } from '../log';
import { type DirectoryLock, lockDirectory } from './directory-lock';
import { Journal } from './journal';
import { leftSegments, syncDirectory } from './segment';
import { Shipper } from './shipper';

interface OpenJournalOptions {
  /** Shared by the verifiers of this machine; each has a directory of its own in it. */
  readonly journalDir: string;
  readonly verifier: string;
  readonly maxBytes: number;
  readonly pool: pg.Pool;
  readonly log: Log;
}

export interface OpenJournal {
  readonly recorder: Journal;
  readonly shipper: Shipper;
  /** Makes the last decisions durable and ships what it can in the time. */
  close(timeoutMs: number): Promise<void>;
}

/**
 * Opens this verifier's journal and adopts what dead processes left behind, its own and others'.
 * @throws where a living process uses the same journal, or the directory can't be used
 */
export async function openJournal(options: OpenJournalOptions): Promise<OpenJournal> {
  const { journalDir, verifier, maxBytes, pool, log } = options;
  const ownName = directoryName(verifier);
  const directory = join(journalDir, ownName);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await syncDirectory(journalDir);
  const lock = await lockDirectory(directory);
  if (lock === null) {
    throw new Error(
      `another verifier named "${verifier}" is running: set VERIFIER_NAME to a name of its own`,
    );
  }
  const locks = [lock];
  const shipper = new Shipper({ pool, verifier, log });
  const recorder = new Journal({
    directory,
    verifier,
    maxBytes,
    log,
    shippingBytes: () => shipper.bytesOnDisk,
    onSegment: (segment) => shipper.add(segment),
    onDurable: () => shipper.poke(),
  });
  for (const segment of await leftSegments(directory)) shipper.add(segment);
  locks.push(...(await adoptOthers(journalDir, ownName, shipper)));
  if (shipper.backlogBytes > 0) {
    log.info({ bytes: shipper.backlogBytes }, 'shipping decisions an earlier process left behind');
  }
  return {
    recorder,
    shipper,
    async close(timeoutMs) {
      await recorder.close();
      await shipper.stop(timeoutMs);
      await Promise.all(locks.map((held) => held.release()));
    },
  };
}

/** Takes over the journals of processes that are gone, such as containers with other host names. */
async function adoptOthers(
  journalDir: string,
  ownName: string,
  shipper: Shipper,
): Promise<DirectoryLock[]> {
  const locks: DirectoryLock[] = [];
  for (const entry of await readdir(journalDir, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === ownName || !entry.name.startsWith(PREFIX)) continue;
    const directory = join(journalDir, entry.name);
    const lock = await lockDirectory(directory);
    if (lock === null) continue;
    const segments = await leftSegments(directory);
    for (const segment of segments) shipper.add(segment);
    if (segments.length > 0) {
      locks.push(lock);
      continue;
    }
    await rmdir(directory).catch(keepWhatIsNotEmpty);
    await lock.release();
  }
  return locks;
}

function keepWhatIsNotEmpty(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'ENOENT') throw error;
}

const PREFIX = 'v-';
const directoryName = (verifier: string) => PREFIX + encodeURIComponent(verifier);
