import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { describeError } from '@/db/describe-error';
import type { Log } from '@/domain/base/log';
import { syncDirectory } from '@/journal/segment';
import { notedEventSchema } from './stops';

const PREFIX = 'applied-';
const SUFFIX = '.json';

const schema = z.object({
  /** The hash of the first event: which log this is about. */
  firstHash: z.string().nullable(),
  /** The last event that was applied. */
  last: notedEventSchema.nullable(),
  stops: z.array(notedEventSchema),
});
export type Notes = z.infer<typeof schema>;

/** What every verifier that kept its journal here has noted; names change with containers. */
export async function readNotes(directory: string, log: Log): Promise<Notes[]> {
  const found: Notes[] = [];
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const name of await readdir(directory)) {
    if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) continue;
    try {
      found.push(schema.parse(JSON.parse(await readFile(join(directory, name), 'utf8'))));
    } catch (error) {
      log.warn({ error: describeError(error), file: name }, 'notes of a verifier are unreadable');
    }
  }
  return found;
}

/** Makes the notes of one verifier durable, all at once. */
export async function writeNotes(directory: string, verifier: string, notes: Notes): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, `${PREFIX}${encodeURIComponent(verifier)}${SUFFIX}`);
  const handle = await open(`${file}.next`, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify(notes));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.next`, file);
  await syncDirectory(directory);
}
