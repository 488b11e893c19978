import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sent } from './record-statements';
import type { Outcome } from './replay';
import type { WorldRows } from './world-rows';

/** What the verifier of a version sent to Postgres, and what it came to on the schema of that version. */
export interface Recording {
  /** The last migration of that version, such as `0013_events_by_what_they_affect`. */
  readonly migration: string;
  readonly world: WorldRows;
  readonly statements: readonly (Sent & { readonly outcome: Outcome })[];
}

export const MIGRATIONS = fileURLToPath(new URL('../../db/migrations', import.meta.url));
const FOLDER = fileURLToPath(new URL('./recorded/', import.meta.url));

interface Journal {
  readonly entries: readonly { readonly tag: string; readonly when: number }[];
}

const readJournal = (): Journal =>
  JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8'));

/** Names of the migrations, oldest first. */
export const migrationNames = (): string[] => readJournal().entries.map(({ tag }) => tag);

/** When a migration was made, in ms since 1970: what a version knows itself by. */
export const madeAt = (name: string): number =>
  readJournal().entries.find(({ tag }) => tag === name)?.when ?? 0;

/** A folder with the migrations up to this one; whoever asked removes it. */
export function migrationsUpTo(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  cpSync(MIGRATIONS, folder, { recursive: true });
  const journal = readJournal();
  const entries = journal.entries.slice(0, migrationNames().indexOf(name) + 1);
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
  return folder;
}

/** What is kept, oldest first. */
export const readRecordings = (): Recording[] =>
  readdirSync(FOLDER)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8'), reviveBytes));

/** Keeps a recording, and of the older ones the last. */
export function keepRecording(recording: Recording): void {
  const name = (migration: string) => join(FOLDER, `${migration}.json`);
  const older = readRecordings().filter(({ migration }) => migration < recording.migration);
  for (const { migration } of older.slice(0, -1)) rmSync(name(migration));
  const { migration, world, statements } = recording;
  const lines = statements.map((statement) => JSON.stringify(withBytes(statement)));
  const text = `{"migration":${JSON.stringify(migration)},\n"world":${JSON.stringify(world)},\n"statements":[\n${lines.join(',\n')}\n]}\n`;
  writeFileSync(name(migration), text);
}

/** Bytes in JSON. */
const withBytes = (value: unknown): unknown => {
  if (Buffer.isBuffer(value)) return { bytes: value.toString('hex') };
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(withBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withBytes(one)]));
};

const reviveBytes = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'bytes' in value && Object.keys(value).length === 1
    ? Buffer.from(String(value.bytes), 'hex')
    : value;
