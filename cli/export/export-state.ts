import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { CommandFailure } from '@/cli/failure';

/** What is exported: kept beside the file, so that what is resumed is the same. */
const askedSchema = z.strictObject({
  log: z.enum(['changes', 'decisions']),
  format: z.enum(['ndjson', 'csv']),
  gzip: z.boolean(),
  query: z.string().optional(),
  from: z.string().optional(),
  to: z.string(),
});
export type Asked = z.output<typeof askedSchema>;

const stateSchema = askedSchema.extend({
  /** The cursor of the last row in the file; none before the first. */
  after: z.string().optional(),
  rows: z.number(),
  /** What of the file is whole. */
  bytes: z.number(),
});
export type ExportState = z.output<typeof stateSchema>;

export const statePath = (file: string): string => `${file}.progress`;

/** How far the export into this file got; null where none was cut off. */
export async function readState(file: string): Promise<ExportState | null> {
  const path = statePath(file);
  try {
    return stateSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new CommandFailure(`${path} can’t be read: delete it and ${file}, and export again`, {
      cause: error,
    });
  }
}

/** Replaces it in one step: whoever reads it sees one or the other. */
export async function writeState(file: string, state: ExportState): Promise<void> {
  const path = statePath(file);
  await writeFile(`${path}.new`, JSON.stringify(state));
  await rename(`${path}.new`, path);
}

export const forgetState = (file: string): Promise<void> => rm(statePath(file), { force: true });
