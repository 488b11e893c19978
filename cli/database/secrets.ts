import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CommandFailure } from '@/cli/failure';
import { makeDataDirectory } from './data-directory';

const secret = z.string().min(32);
const schema = z.object({
  nextAuthSecret: secret,
  ownerPassword: secret,
  applicationPassword: secret,
});

/** What an installation generates once and keeps: 32 random bytes each, base64url. */
export type Secrets = z.infer<typeof schema>;

function generate(): Secrets {
  const random = () => randomBytes(32).toString('base64url');
  return { nextAuthSecret: random(), ownerPassword: random(), applicationPassword: random() };
}

async function create(file: string): Promise<void> {
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, `${JSON.stringify(generate(), null, 2)}\n`, { mode: 0o600 });
  try {
    // A link never replaces: of two first starts at once, the later one uses what the earlier wrote.
    await link(unfinished, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(unfinished);
  }
}

/**
 * Reads the secrets of an installation, generating them on the first call.
 * @throws CommandFailure when the file was damaged
 */
export async function loadSecrets(dataDirectory: string): Promise<Secrets> {
  await makeDataDirectory(dataDirectory);
  const file = join(dataDirectory, 'secrets.json');
  if (!existsSync(file)) await create(file);
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new CommandFailure(`${file} is not readable JSON: restore it from a backup`, { cause });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new CommandFailure(`${file} lacks a secret: restore it from a backup`);
}
