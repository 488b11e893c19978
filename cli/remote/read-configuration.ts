import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseDocument } from 'yaml';
import { CommandFailure } from '@/cli/failure';

/** A configuration file as it is sent: its text, and that of the OpenAPI documents it names. */
export interface SentConfiguration {
  readonly file: string;
  readonly documents: Readonly<Record<string, string>>;
}

/** @param path of the file, or `-` for standard input; documents lie beside it */
export async function readConfiguration(path: string): Promise<SentConfiguration> {
  const file = path === '-' ? await text(process.stdin) : await read(path, path);
  const folder = path === '-' ? process.cwd() : dirname(resolve(path));
  const documents: Record<string, string> = {};
  for (const name of documentsIn(file)) documents[name] = await read(resolve(folder, name), name);
  return { file, documents };
}

/** The documents that the file names, as far as it can be read: what is wrong with it the server says. */
function documentsIn(file: string): string[] {
  const document = parseDocument(file, { stringKeys: true, logLevel: 'silent' });
  if (document.errors.length > 0) return [];
  const { apis } = Object(document.toJS({ maxAliasCount: 100 }));
  return Object.values(Object(apis)).flatMap((api) => {
    const { openapi } = Object(api);
    const name: unknown = typeof openapi === 'string' ? openapi : Object(openapi).file;
    return typeof name === 'string' ? [name] : [];
  });
}

async function read(path: string, name: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CommandFailure(`${name} can't be read (${code}): name a file that is there`, {
      cause,
    });
  }
}
