import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from './support/test';

const run = promisify(execFile);

test('an exported log is checked on a machine without the database', async ({
  request,
  administrator,
}, testInfo) => {
  const headers = { Authorization: `Bearer ${administrator.managementToken}` };
  const exported = await request.get('/api/v1/audit/export', { headers });
  expect(exported.headers()['content-type']).toBe('application/x-ndjson');
  const file = testInfo.outputPath('export.ndjson');
  await writeFile(file, await exported.body());
  const command = ['scripts/keyward.mjs', 'audit', 'verify', '--file', file];
  const { stdout } = await run(process.execPath, command);
  const events = (await exported.text()).trimEnd().split('\n');
  expect(stdout).toContain(String(events.length));
  const last = JSON.parse(events.at(-1) ?? '');
  const rest = await request.get(`/api/v1/audit/export?format=sse&to=${last.at}`, {
    headers: { ...headers, 'Last-Event-ID': String(last.seq - 3) },
  });
  expect((await rest.text()).match(/^id: \d+$/gm)).toEqual([
    `id: ${last.seq - 2}`,
    `id: ${last.seq - 1}`,
  ]);
});

test('a table of decisions has its columns, and says why it is refused', async ({
  request,
  administrator,
}) => {
  const headers = { Authorization: `Bearer ${administrator.managementToken}` };
  const table = await request.get('/api/v1/decisions/export?format=csv', { headers });
  expect(table.headers()['content-disposition']).toContain('keyward-decisions-export.csv');
  expect(await table.text()).toMatch(/^at,outcome,code,/);
  const refused = await request.get('/api/v1/decisions/export?format=xml', { headers });
  expect(refused.status()).toBe(422);
  expect(await refused.json()).toMatchObject({ code: 'invalid_input' });
});
