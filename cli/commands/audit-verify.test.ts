import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildProgram } from '@/db/testing/build-program';
import { createGroup } from '@/domain/groups/create-group';
import { type Checkpoint, signCheckpoint } from '@/domain/ledger/checkpoint';
import { makeCheckpoint } from '@/domain/ledger/make-checkpoint';
import { asAdministrator } from '@/domain/testing/probes';
import { openWorld, type World } from '@/domain/testing/world';

const SECRET = 'a server secret of at least thirty-two characters';
const folder = mkdtempSync(join(tmpdir(), 'audit-verify-'));
let world: World;
let program: string;
beforeAll(async () => {
  world = await openWorld();
  program = await buildProgram('cli/testing/run-keyward.ts');
});
afterAll(() => world.close());

/** Runs `keyward audit verify` on the database as it is, with this checkpoint in a file. */
function verifyWith(kept: Checkpoint, secret: string | null = SECRET) {
  const file = join(folder, 'kept.json');
  writeFileSync(file, JSON.stringify({ items: [kept], nextCursor: null }));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, 'audit', 'verify', '--checkpoint', file],
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
