import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';
import type { DestinationSettings } from '@/domain/jobs/define';
import { isOwnVariable } from './credential-reference';
import { DestinationProblem } from './problem';

/** Where a worker finds credentials. */
type CredentialSource = Pick<DestinationSettings, 'variable' | 'closedDirectories'>;

const SYSTEM_DIRECTORIES = ['/proc', '/sys', '/dev'];
const MAX_BYTES = 16_384;
/** What a header can carry. Files of accounts, keys or settings have lines. */
const ONE_WORD = /^[\x21-\x7e]+$/;

/**
 * The credential a reference stands for, read anew at each use.
 * @throws {DestinationProblem} which never says what was read
 */
export async function resolveCredential(
  reference: string,
  source: CredentialSource,
): Promise<string> {
  const text = reference.startsWith('env:')
    ? fromVariable(reference, source)
    : await fromFile(reference.slice('file:'.length), source);
  const credential = text.trim();
  if (credential === '') throw new DestinationProblem(`${reference} is empty.`);
  if (!ONE_WORD.test(credential)) {
    throw new DestinationProblem(`${reference} does not hold one word of printable characters.`);
  }
  return credential;
}

function fromVariable(reference: string, { variable }: CredentialSource): string {
  if (isOwnVariable(reference)) throw new DestinationProblem(`${reference} is Keyward’s own.`);
  const value = variable(reference.slice('env:'.length));
  if (value === undefined) {
    throw new DestinationProblem(`${reference} is not set where the worker runs.`);
  }
  return value;
}

async function fromFile(path: string, { closedDirectories }: CredentialSource): Promise<string> {
  const reference = `file:${path}`;
  try {
    const real = await realpath(path);
    // A volume that is mounted shows its secrets as links; where they lead is what counts.
    const closed = [...SYSTEM_DIRECTORIES, ...(await Promise.all(closedDirectories.map(realOf)))];
    if (!isAbsolute(path) || closed.some((directory) => real.startsWith(directory + sep))) {
      throw new DestinationProblem(`${reference} lies where no credential is read.`);
    }
    const { size } = await stat(real);
    if (size > MAX_BYTES) {
      throw new DestinationProblem(`${reference} is larger than ${MAX_BYTES} bytes.`);
    }
    return await readFile(real, 'utf8');
  } catch (error) {
    if (error instanceof DestinationProblem) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    throw new DestinationProblem(`${reference} can’t be read where the worker runs (${code}).`, {
      cause: error,
    });
  }
}

const realOf = (directory: string) => realpath(directory).catch(() => directory);
