import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decisions } from '@/db/schema/history';
import { retentionPolicy } from '@/db/schema/retention';
import { buildProgram } from '@/db/testing/build-program';
import { exportEvents } from '@/domain/audit/export-events';
import { openStream } from '@/domain/commands/run-stream';
import { createGroup } from '@/domain/groups/create-group';
import { NOTHING_SET, runJob } from '@/domain/jobs/run-job';
import { type Checkpoint, keyIdOf, signCheckpoint } from '@/domain/ledger/checkpoint';
import { makeCheckpoint } from '@/domain/ledger/make-checkpoint';
import { dropDays } from '@/domain/retention/keep-retention';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, openWorld, type World } from '@/domain/testing/world';

const SECRET = 'a server secret of at least thirty-two characters';
const folder = mkdtempSync(join(tmpdir(), 'audit-verify-'));
let world: World;
let program: string;
beforeAll(async () => {
  world = await openWorld();
  program = await buildProgram('cli/testing/run-keyward.ts');
});
afterAll(() => world.close());

/** Runs `keyward audit verify` on the database as it is. */
function verify(args: readonly string[], secret: string | null = SECRET) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, 'audit', 'verify', ...args],
    {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        DATABASE_URL: world.ownerUrl,
        KEYWARD_DATA_DIR: join(folder, 'data'),
        ...(secret && { NEXTAUTH_SECRET: secret }),
      },
      encoding: 'utf8',
    },
  );
  return { status, text: stdout + stderr };
}

/** With this checkpoint in a file. */
function verifyWith(kept: Checkpoint, secret: string | null = SECRET) {
  const file = join(folder, 'kept.json');
  writeFileSync(file, JSON.stringify({ items: [kept], nextCursor: null }));
  return verify(['--checkpoint', file], secret);
}

it('what was dropped is named with its tombstone, which must be signed by a key that counts', async () => {
  await world.owner.insert(decisions).values({
    ...{ id: 'dec_old', at: '2025-01-31T12:00:00Z', verifier: 'old' },
    ...{ outcome: 'allowed', code: 'allowed' },
  });
  await world.db.update(retentionPolicy).set({ shortenedAt: new Date(0) });
  const settings = { ...NOTHING_SET, serverSecret: SECRET };
  expect(await runJob(dropDays, { db: world.db, settings })).toBe(1);
  const holds = verify(['--only', 'decisions']);
  expect(holds).toMatchObject({ status: 0 });
  expect(holds.text).toContain('Tombstone 1: 1 decisions of 2025-01-31');
  const other = 'another secret of at least thirty-two characters';
  const foreign = verify(['--only', 'decisions'], other);
  expect(foreign).toMatchObject({ status: 1 });
  expect(foreign.text).toContain('which is not the key of this server');
  const trusting = ['--only', 'decisions', '--key', keyIdOf(SECRET)];
  expect(verify(trusting, other)).toMatchObject({ status: 0 });
  expect(verify(['--key', 'a key'])).toMatchObject({ status: 2 });
});

it('a packed export is read as it is, and one that was cut off is no whole one', async () => {
  const file = join(folder, 'packed.ndjson.gz');
  const lines = await exported();
  const packed = Buffer.concat([
    gzipSync(`${lines[0]}\n`),
    gzipSync(`${lines.slice(1).join('\n')}\n`),
  ]);
  writeFileSync(file, packed);
  const holds = verify(['--file', file]);
  expect(holds).toMatchObject({ status: 0 });
  expect(holds.text).toContain(`${lines.length} `);
  for (const damaged of [
    packed.subarray(0, -9),
    Buffer.concat([packed.subarray(0, -20), packed.subarray(-8)]),
  ]) {
    writeFileSync(file, damaged);
    const cut = verify(['--file', file]);
    expect(cut).toMatchObject({ status: 1 });
    expect(cut.text).toContain('or is damaged');
  }
});

it('what is put beside a row, twice, as CSV or in part is told for what it is', async () => {
  const lines = await exported();
  const told = (name: string, changed: readonly string[]) => {
    writeFileSync(join(folder, name), `${changed.join('\n')}\n`);
    const { status, text } = verify(['--file', join(folder, name)]);
    expect(status).toBe(1);
    return text;
  };
  const [first = ''] = lines;
  const noted = first.replace('"outcome":', '"approvedBy":"Max","outcome":');
  expect(told('noted', lines.with(0, noted))).toContain(':1 is no audit event (see approvedBy)');
  const within = first.replace('"via":{', '"via":{"by":"Max",');
  expect(told('within', lines.with(0, within))).toContain('(see via.by)');
  const twice = [...lines.slice(0, 3), ...lines.slice(2)];
  expect(told('twice', twice)).toContain('event 3 stands again after event 3');
  expect(told('rows.csv', ['seq,at,actor.type', '1,,'])).toContain('is CSV');
  const only = verify(['--only', 'decisions', '--file', join(folder, 'twice')]);
  expect(only).toMatchObject({
    status: 1,
    text: expect.stringContaining('is an export of changes'),
  });
  const all = verify(['--file', folder]);
  expect(all).toMatchObject({ status: 1, text: expect.stringContaining('is a folder') });
  expect(told('part', lines.slice(1))).toContain('Only an export of the whole log can be checked');
});

/** All changes as an export has them. */
async function exported(): Promise<string[]> {
  const context = contextOf(world.db, world.administrator);
  const opened = await openStream(exportEvents, context, {});
  if (!opened.ok) throw new Error(opened.message);
  const rows: object[] = [];
  for await (const batch of opened.batches) rows.push(...batch);
  return rows.map((row) => JSON.stringify(row));
}

it('a checkpoint at hand shows at the terminal that the end of the log was cut off', async () => {
  await asAdministrator(world, createGroup, { slug: 'one', name: 'One' });
  const kept = await makeCheckpoint(world.db, SECRET);
  if (kept === null) throw new Error('there was nothing to sign');
  const holds = verifyWith(kept);
  expect(holds).toMatchObject({ status: 0 });
  expect(holds.text).toContain('with 1 of its checkpoints');
  const foreign = signCheckpoint('another secret of at least thirty-two characters', kept);
  expect(verifyWith(foreign)).toMatchObject({ status: 1 });
  await world.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`delete from audit_events where seq = ${kept.seq}`);
    await tx.execute(sql`update audit_head set (seq, hash) =
      (select seq, hash from audit_events order by seq desc limit 1)`);
  });
  for (const secret of [SECRET, null]) {
    const broken = verifyWith(kept, secret);
    expect(broken).toMatchObject({ status: 1 });
    expect(broken.text).toContain(`held event ${kept.seq}`);
  }
});
