import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Checkpoints = { items: object[] };

const VERIFIER = join(import.meta.dirname, '../audit-verifier/verify_audit.py');
const run = promisify(execFile);

/** What the Python program says of these rows, line by line, and how it ends. */
export async function checkedByStranger(
  directory: string,
  rows: readonly object[],
  { kept, keys = [] }: { kept?: Checkpoints | undefined; keys?: readonly string[] } = {},
): Promise<{ code: number; says: string }> {
  const file = join(directory, `${crypto.randomUUID()}.ndjson`);
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const args = [VERIFIER, file, ...keys.flatMap((key) => ['--key', key])];
  if (kept) {
    await writeFile(`${file}.kept`, JSON.stringify(kept));
    args.push('--checkpoint', `${file}.kept`);
  }
  const ended = await run('python3', args).catch(
    (error: { code: number; stdout: string }) => error,
  );
  return { code: 'code' in ended ? ended.code : 0, says: ended.stdout };
}
