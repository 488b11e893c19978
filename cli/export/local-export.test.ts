import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildProgram } from '@/db/testing/build-program';
import { lastEvent } from '@/domain/testing/probes';
import { openWorld, type World } from '@/domain/testing/world';

const folder = mkdtempSync(join(tmpdir(), 'local-export-'));
let world: World;
let program: string;
beforeAll(async () => {
  world = await openWorld();
  program = await buildProgram('cli/testing/run-keyward.ts');
});
afterAll(() => world.close());

function keyward(...args: string[]) {
  const env = {
    ...{ PATH: process.env.PATH, NODE_ENV: 'production' as const },
    ...{ DATABASE_URL: world.ownerUrl, KEYWARD_DATA_DIR: join(folder, 'data') },
  };
  return spawnSync(process.execPath, [program, ...args], { env, encoding: 'utf8' });
}

it('without a token it is taken from the database at hand, and that is an event of the log', async () => {
  const file = join(folder, 'export.ndjson.gz');
  const query = 'action:setup.*,tokens.*';
  const done = keyward('audit', 'export', '--query', query, '--gzip', '--output', file);
  expect(done).toMatchObject({ status: 0, stdout: '' });
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  expect(done.stderr).toContain(`exported ${lines.length} changes to ${file}`);
  const actions = lines.map((line) => (JSON.parse(line) as { action: string }).action);
  expect(actions.every((action) => /^(setup|tokens)\./.test(action))).toBe(true);
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'audit.export', actorType: 'system', actorName: 'keyward audit-export' },
    after: { q: query, format: 'ndjson' },
  });
});

it('a query that can’t be read is refused with its place', () => {
  const refused = keyward('audit', 'export', '--query', 'outcome:denid');
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toContain('At character 9:');
  expect(refused.stderr).toContain('Did you mean “denied”?');
});

it('what found nothing is a CSV with its header, and what can’t be begun says which part is wrong', () => {
  const none = keyward('audit', 'export', '--format', 'csv', '--query', 'action:nothing');
  expect(none).toMatchObject({ status: 0, stdout: expect.stringMatching(/^seq,at,[\w.,]+\r\n$/) });
  const time = keyward('audit', 'export', '--to', 'yesterday');
  expect(time).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('--to: Write a time as'),
  });
  const place = keyward('audit', 'export', '--output', join(folder, 'none/export.ndjson'));
  expect(place).toMatchObject({ status: 1, stderr: expect.stringContaining('no such folder') });
});
