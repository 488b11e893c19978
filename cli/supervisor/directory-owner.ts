import { readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { makeDataDirectory } from '@/cli/database/data-directory';
import { identifyProcess } from '@/db/embedded/process-identity';
import { lockFile } from '@/db/locks/file-lock';

/** Whoever has the lock says who it is at once; a holder that is just ending says nothing any more. */
const SAYS_SO_WITHIN_MS = 2_000;

const schema = z.object({
  pid: z.number().int(),
  /** Tells this process from a later one with the same pid. */
  startedAt: z.string(),
  /** Where the pid means anything: containers count from 1 each. */
  host: z.string().optional(),
  pidNamespace: z.string().optional(),
  /** `start`: the supervisor. `command`: a CLI command that needs the database for a moment. */
  purpose: z.enum(['start', 'command']),
  postgresPort: z.number().int().optional(),
  dashboardUrl: z.string().optional(),
});

/** Who uses a data directory right now, and where others find its database. */
export type Holder = z.infer<typeof schema>;

export interface HeldDirectory {
  /** Whether the one before us ended without giving the directory back. */
  readonly previousCrashed: boolean;
  /** Adds what became known, for other commands to read. */
  publish(facts: Partial<Holder>): Promise<void>;
  release(): Promise<void>;
}

/** The directory is another's. `holder` is null where that one has not said who it is. */
export interface TakenDirectory {
  readonly holder: Holder | null;
}

// The lock decides; the file beside it only tells.
const lockIn = (dataDirectory: string) => join(dataDirectory, 'instance.lock');
const fileIn = (dataDirectory: string) => join(dataDirectory, 'instance.json');

/** What the last holder said; `{ holder: null }` where a crash has left half of it. */
async function read(file: string): Promise<{ holder: Holder | null } | null> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return { holder: parsed.data ?? null };
  } catch (error) {
    if (error instanceof SyntaxError) return { holder: null };
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function ownPidNamespace(): Promise<string> {
  // Elsewhere than on Linux there is one.
  return process.platform === 'linux' ? readlink('/proc/self/ns/pid') : 'the only one';
}

async function isAlive(holder: Holder): Promise<boolean> {
  return (await identifyProcess(holder.pid))?.startedAt === holder.startedAt;
}

/** Keyward before there was a lock: its file names no namespace, and its pid decides. */
const isOlderAndAlive = async (holder: Holder) =>
  holder.pidNamespace === undefined && (await isAlive(holder));

/** Who holds the lock, as far as that one has said so and is not seen to be dead. */
async function findHolder(dataDirectory: string): Promise<Holder | null> {
  for (const until = Date.now() + SAYS_SO_WITHIN_MS; Date.now() < until; await sleep(25)) {
    const said = (await read(fileIn(dataDirectory)))?.holder;
    if (!said) continue;
    const isNeighbour = said.pidNamespace === (await ownPidNamespace());
    if (!isNeighbour || (await isAlive(said))) return said;
  }
  return null;
}

/** The process that holds the data directory now; null when none does. */
export async function holderOf(dataDirectory: string): Promise<Holder | null> {
  const lock = await lockFile(lockIn(dataDirectory));
  if (lock === null) return findHolder(dataDirectory);
  lock.release();
  const said = (await read(fileIn(dataDirectory)))?.holder;
  return said && (await isOlderAndAlive(said)) ? said : null;
}

/**
 * Takes the data directory for this process, or says who has it. One holder at a time, whatever
 * container or host it is in: it alone may start Postgres on the directory.
 */
export async function claimDirectory(
  dataDirectory: string,
  purpose: Holder['purpose'],
): Promise<HeldDirectory | TakenDirectory> {
  await makeDataDirectory(dataDirectory);
  const lock = await lockFile(lockIn(dataDirectory));
  if (lock === null) return { holder: await findHolder(dataDirectory) };
  const file = fileIn(dataDirectory);
  const left = await read(file);
  if (left?.holder && (await isOlderAndAlive(left.holder))) {
    lock.release();
    return { holder: left.holder };
  }
  const self = await identifyProcess(process.pid);
  if (!self) throw new Error('this process cannot find itself in the process list');
  let mine: Holder = {
    pid: process.pid,
    startedAt: self.startedAt,
    host: hostname(),
    pidNamespace: await ownPidNamespace(),
    purpose,
  };
  async function publish(facts: Partial<Holder>): Promise<void> {
    mine = { ...mine, ...facts };
    await writeFile(`${file}.next`, JSON.stringify(mine), { mode: 0o600 });
    await rename(`${file}.next`, file);
  }
  await publish({});
  return {
    previousCrashed: left !== null,
    publish,
    async release() {
      await rm(file, { force: true });
      lock.release();
    },
  };
}

/** Names a holder so that a person finds it, from another container too. */
export async function describeHolder(holder: Holder): Promise<string> {
  const isNeighbour =
    holder.pidNamespace === undefined || holder.pidNamespace === (await ownPidNamespace());
  if (isNeighbour) return `process ${holder.pid}`;
  return `process ${holder.pid} of another container, on host ${holder.host}`;
}
