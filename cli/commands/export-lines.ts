import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CommandFailure } from '@/cli/failure';
import { checkProgress } from './audit-progress';

const MEBIBYTE = 1_048_576;
const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * The lines of an export, packed by gzip or not, each with its number from 1. Says on stderr how much
 * of the file was read.
 * @throws CommandFailure where the file can't be read to its end
 */
export async function* exportLines(
  file: string,
): AsyncGenerator<{ readonly number: number; readonly text: string }, void> {
  const { size, isPacked } = await look(file);
  const progress = checkProgress((done, total) => `${done} of ${total} MiB of ${file}`);
  const bytes = createReadStream(file);
  const source = isPacked ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
  const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  try {
    for await (const text of lines) {
      number += 1;
      if (number === 1 && CSV_HEADER.test(text)) throw new CommandFailure(isCsv(file));
      if (text.trim() !== '') yield { number, text };
      progress(Math.round(bytes.bytesRead / MEBIBYTE), Math.round(size / MEBIBYTE));
    }
  } catch (cause) {
    if (cause instanceof CommandFailure) throw cause;
    throw new CommandFailure(`${file} was cut off, or is damaged: copy it again`, { cause });
  } finally {
    source.destroy();
  }
}

const CSV_HEADER = /^\ufeff?(?:seq|kind|at),/;
const isCsv = (file: string) =>
  `${file} is CSV, which leaves out what proves it: export as NDJSON (--format ndjson)`;

async function look(file: string): Promise<{ size: number; isPacked: boolean }> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const { buffer } = await handle.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0);
    return { size, isPacked: buffer.equals(GZIP) };
  } finally {
    await handle.close();
  }
}
