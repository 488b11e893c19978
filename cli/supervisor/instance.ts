import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { makeDataDirectory } from '@/cli/database/data-directory';
import { identifyProcess } from '@/db/embedded/process-identity';

/** A take-over lasts milliseconds; one that is older was killed in the middle. */
const TAKEOVER_MS = 5_000;

const schema = z.object({
  pid: z.number().int(),
  /** Tells this process from a later one with the same pid. */
  startedAt: z.string(),
  /** `start`: the supervisor. `command`: a CLI command that needs the database for a moment. */
  purpose: z.enum(['start', 'command']),
  postgresPort: z.number().int().optional(),
  dashboardUrl: z.string().optional(),
});

/** Who uses a data directory right now, and where others find its database. */
export type Instance = z.infer<typeof schema>;

export interface HeldInstance {
  /** Whether the one before us ended without giving the directory back. */
  readonly previousCrashed: boolean;
  /** Adds what became known, for other commands to read. */
  publish(facts: Partial<Instance>): Promise<void>;
  release(): Promise<void>;
}

const fileIn = (dataDirectory: string) => join(dataDirectory, 'instance.json');

async function read(file: string): Promise<{ instance: Instance | null } | null> {
  try {
    const text = await readFile(file, 'utf8');
    // A machine that lost power may leave an empty file: nobody holds it.
    if (text.trim() === '') return { instance: null };
    return { instance: schema.parse(JSON.parse(text)) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function isAlive(instance: Instance): Promise<boolean> {
  return (await identifyProcess(instance.pid))?.startedAt === instance.startedAt;
}

/** The process that holds the data directory now; null when none does. */
export async function runningInstance(dataDirectory: string): Promise<Instance | null> {
  const found = (await read(fileIn(dataDirectory)))?.instance;
  return found && (await isAlive(found)) ? found : null;
}

/** Creates a file with its whole content at once; false when it exists already. */
async function createWhole(file: string, content: string): Promise<boolean> {
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, content, { mode: 0o600 });
  try {
    await link(unfinished, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(unfinished);
  }
}

/**
 * Removes the file of a holder that died. One process at a time may do so, and looks once more before:
 * else a slow one could remove the file of whoever took over in between.
 */
async function clearStale(file: string): Promise<boolean> {
  const turn = `${file}.takeover`;
  if (!(await createWhole(turn, ''))) {
    const { mtimeMs } = await stat(turn).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > TAKEOVER_MS) await rm(turn, { force: true });
    await sleep(20);
    return false;
  }
  try {
    const found = await read(file);
    if (!found || (found.instance && (await isAlive(found.instance)))) return false;
    await rm(file);
    return true;
  } finally {
    await rm(turn, { force: true });
  }
}

/**
 * Takes the data directory for this process, or says who has it.
 * One holder at a time: it alone may start Postgres on the directory.
 */
export async function takeInstance(
  dataDirectory: string,
  purpose: Instance['purpose'],
): Promise<HeldInstance | Instance> {
  await makeDataDirectory(dataDirectory);
  const file = fileIn(dataDirectory);
  const self = await identifyProcess(process.pid);
  if (!self) throw new Error('this process cannot find itself in the process list');
  let mine: Instance = { pid: process.pid, startedAt: self.startedAt, purpose };
  let previousCrashed = false;
  while (!(await createWhole(file, JSON.stringify(mine)))) {
    const found = await read(file);
    if (found?.instance && (await isAlive(found.instance))) return found.instance;
    if (found && (await clearStale(file))) previousCrashed = true;
  }
  return {
    previousCrashed,
    async publish(facts) {
      mine = { ...mine, ...facts };
      await writeFile(`${file}.next`, JSON.stringify(mine), { mode: 0o600 });
      await rename(`${file}.next`, file);
    },
    release: () => rm(file, { force: true }),
  };
}
