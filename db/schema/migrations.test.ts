import { readdirSync, readFileSync } from 'node:fs';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { expect, it } from 'vitest';
import * as schema from './index';

const META = new URL('../migrations/meta/', import.meta.url);
const snapshots = () => readdirSync(META).filter((name) => name.endsWith('_snapshot.json'));

it('the newest generated snapshot is kept, and no other', () => {
  const { entries } = JSON.parse(readFileSync(new URL('_journal.json', META), 'utf8'));
  const newest = String(entries.at(-1).idx).padStart(4, '0');
  expect(snapshots()).toEqual([`${newest}_snapshot.json`]);
});

it('the schema needs no migration that is not there', async () => {
  const [name = ''] = snapshots();
  const kept = JSON.parse(readFileSync(new URL(name, META), 'utf8'));
  expect(await generateMigration(kept, generateDrizzleJson(schema, kept.id))).toEqual([]);
});
