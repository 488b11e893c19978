import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type pg from 'pg';
import { describeError } from '@/db/describe-error';
import type { Log } from '@/domain/base/log';
import { type AdoptedDirectory, adoptDirectory, lockOwnDirectory } from './directory-lock';
import { Journal } from './journal';
import { leftSegments, syncDirectory } from './segment';
import { shipPartsBy } from './ship-part';
import type { ShipThread } from './ship-thread';
import { Shipper } from './shipper';
import { removeSpareFiles } from './spare-files';

/** So long an earlier journal of this name may take to be shipped by whoever adopted it. */
const ADOPTER_ENDS_WITHIN_MS = 30_000;
const LET_GO_EVERY_MS = 250;

export interface OpenJournalOptions {
  /** Shared by the processes of this machine; each has a directory of its own in it. */
  readonly journalDir: string;
  readonly verifier: string;
  readonly maxBytes: number;
  readonly pool: pg.Pool;
  /** Ships beside the thread that answers; it closes with the journal. By the pool where omitted. */
  readonly shipThread?: ShipThread | null;
  readonly log: Log;
}

export interface OpenJournal {
  readonly recorder: Journal;
  readonly shipper: Shipper;
  /** Makes the last decisions durable and ships what it can in the time. */
  close(timeoutMs: number): Promise<void>;
}

/** A living process uses the journal of this name. */
export class JournalTaken extends Error {
  override readonly name = 'JournalTaken';
  constructor(verifier: string) {
    super(
      `another verifier named "${verifier}" is running: set VERIFIER_NAME to a name of its own`,
    );
  }
}

/**
 * Opens this verifier's journal and adopts what dead processes left behind, its own and others'.
 * @throws where a living process uses the same journal, or the directory can't be used
 */
export async function openJournal(options: OpenJournalOptions): Promise<OpenJournal> {
  const { journalDir, verifier, maxBytes, pool, log } = options;
  const ownName = directoryName(verifier);
  const directory = join(journalDir, ownName);
  await mkdir(journalDir, { recursive: true, mode: 0o700 });
  const lock = await lockOwnDirectory(directory, ADOPTER_ENDS_WITHIN_MS);
  if (lock === null) {
    throw new JournalTaken(verifier);
  }
  await syncDirectory(journalDir);
  await syncDirectory(dirname(journalDir));
  await removeSpareFiles(directory);
  const shipper: Shipper = new Shipper({
    pool,
    shipPart: options.shipThread?.ship ?? shipPartsBy(pool),
    verifier,
    keepFile: (segment) => recorder.keepFile(segment),
    log,
  });
  const recorder: Journal = new Journal({
    directory,
    verifier,
    maxBytes,
    log,
    segmentBytes: () => shipper.bytesOnDisk,
    onSegment: (segment) => shipper.add(segment),
    onDurable: () => shipper.poke(),
  });
  for (const segment of await leftSegments(directory)) shipper.add(segment);
  const adopted = await adoptOthers(journalDir, ownName, shipper, log);
  if (shipper.backlogBytes > 0) {
    log.info({ bytes: shipper.backlogBytes }, 'shipping decisions an earlier process left behind');
  }
  return {
    recorder,
    shipper,
    async close(timeoutMs) {
      await recorder.close();
      await shipper.stop(timeoutMs);
      await options.shipThread?.close();
      await adopted.letGo();
      lock.release();
    },
  };
}

/**
 * Takes over the journals of processes that are gone, such as containers with other host names, and
 * gives each back when it is shipped: its process may have been started again.
 */
async function adoptOthers(journalDir: string, ownName: string, shipper: Shipper, log: Log) {
  const held = new Map<string, AdoptedDirectory>();
  for (const entry of await readdir(journalDir, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === ownName || !entry.name.startsWith(PREFIX)) continue;
    const directory = join(journalDir, entry.name);
    const adopted = await adoptDirectory(directory);
    if (adopted === null) continue;
    await removeSpareFiles(directory);
    for (const segment of await leftSegments(directory)) shipper.add(segment);
    held.set(directory, adopted);
  }

  async function letShippedGo(): Promise<void> {
    for (const [directory, adopted] of held) {
      if ((await leftSegments(directory)).length > 0) continue;
      held.delete(directory);
      await adopted.giveBack();
    }
  }
  const warn = (error: unknown) =>
    log.warn({ error: describeError(error) }, 'an adopted journal could not be given back');
  let looking = letShippedGo();
  const watching = setInterval(() => {
    if (held.size === 0) clearInterval(watching);
    else looking = looking.then(letShippedGo).catch(warn);
  }, LET_GO_EVERY_MS).unref();
  await looking;
  return {
    async letGo() {
      clearInterval(watching);
      await looking;
      for (const adopted of held.values()) adopted.release();
    },
  };
}

const PREFIX = 'v-';
const directoryName = (verifier: string) => PREFIX + encodeURIComponent(verifier);
