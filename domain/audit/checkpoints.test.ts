import { createPublicKey, verify } from 'node:crypto';
import { asc, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditCheckpoints } from '@/db/schema/history';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { type Checkpoint, keyIdOf, signCheckpoint } from '@/domain/ledger/checkpoint';
import { checkpointComparer } from '@/domain/ledger/compare-checkpoints';
import { makeCheckpoint } from '@/domain/ledger/make-checkpoint';
import { verifyChain } from '@/domain/ledger/verify-chain';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, openWorld, type World } from '@/domain/testing/world';
import { listCheckpoints } from './list-checkpoints';

let world: World;
let serverSecret: string;
beforeAll(async () => {
  world = await openWorld();
  serverSecret = contextOf(world.db, world.administrator).serverSecret;
});
afterAll(() => world.close());

let made = 0;
async function appendEvents(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    made += 1;
    await asAdministrator(world, createGroup, { slug: `group-${made}`, name: `Group ${made}` });
  }
}

async function listed(limit = 50, cursor?: string) {
  const input = { limit, ...(cursor === undefined ? {} : { cursor }) };
  const answer = await runQuery(listCheckpoints, contextOf(world.db, world.administrator), input);
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

/** The problem that a kept checkpoint shows, the log being what it is now; null where it holds. */
async function problemWith(kept: readonly Checkpoint[], ownKeyId = keyIdOf(serverSecret)) {
  const comparer = checkpointComparer(kept, ownKeyId);
  const chain = await verifyChain(world.db, comparer);
  return { chainHolds: chain.holds, found: comparer.problem() };
}

/** What an owner of the database can do: anything, with the triggers off. */
const asOwner = (
  change: (run: (statement: ReturnType<typeof sql>) => Promise<unknown>) => Promise<void>,
) =>
  world.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await change((statement) => tx.execute(statement));
  });

/** Takes the last events away and makes the head say so. */
const cutTail = (count: number) =>
  asOwner(async (run) => {
    await run(sql`delete from audit_events where seq > (select seq - ${count} from audit_head)`);
    await run(
      sql`delete from audit_checkpoints where seq > (select seq - ${count} from audit_head)`,
    );
    await run(sql`update audit_head set (seq, hash) =
      (select seq, hash from audit_events order by seq desc limit 1)`);
  });

describe('checkpoints of the audit log', () => {
  it('sign the head as it is, once, over the bytes that the documentation names', async () => {
    await appendEvents(2);
    const { items } = await listed();
    const chain = await verifyChain(world.db);
    const [newest] = items;
    expect(chain).toMatchObject({ holds: true, events: newest?.seq, headHash: newest?.hash });
    expect((await listed()).items).toEqual(items);
    const { seq, hash, at, signature, keyId } = newest as Checkpoint;
    const raw = Buffer.from(keyId.replace('ed25519:', ''), 'base64url');
    const key = createPublicKey({
      // SubjectPublicKeyInfo of RFC 8410.
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
      format: 'der',
      type: 'spki',
    });
    const bytes = Buffer.from(`keyward audit checkpoint v1\n${seq}\n${hash}\n${at}\n`);
    expect(verify(null, bytes, key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('come in pages, newest first', async () => {
    for (let count = 0; count < 3; count += 1) {
      await appendEvents(1);
      await makeCheckpoint(world.db, serverSecret);
    }
    const all = (await listed()).items;
    const first = await listed(2);
    const rest = await listed(2, first.nextCursor ?? '');
    expect([...first.items, ...rest.items]).toEqual(all.slice(0, 4));
    expect(all.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq).sort((a, b) => b - a));
  });

  it('are made once where two processes make one of the same head', async () => {
    await appendEvents(1);
    const both = await Promise.all([1, 2].map(() => makeCheckpoint(world.db, serverSecret)));
    expect(both.filter((checkpoint) => checkpoint !== null)).toHaveLength(1);
  });

  it('can’t be changed or deleted by the application', async () => {
    const before = await world.db
      .select()
      .from(auditCheckpoints)
      .orderBy(asc(auditCheckpoints.seq));
    await expect(world.db.delete(auditCheckpoints)).rejects.toThrow();
    await expect(world.db.update(auditCheckpoints).set({ hash: 'x' })).rejects.toThrow();
    await expect(world.owner.delete(auditCheckpoints)).rejects.toThrow();
    expect(
      await world.db.select().from(auditCheckpoints).orderBy(asc(auditCheckpoints.seq)),
    ).toEqual(before);
  });
});

describe('a checkpoint kept elsewhere', () => {
  it('holds while the log goes on', async () => {
    const kept = (await listed()).items;
    await appendEvents(3);
    expect(await problemWith(kept)).toEqual({ chainHolds: true, found: null });
  });

  it('shows that the owner of the database cut off the end, and rewound the head', async () => {
    await appendEvents(3);
    const kept = (await listed()).items;
    const last = kept[0]?.seq ?? 0;
    await cutTail(2);
    const { chainHolds, found } = await problemWith(kept);
    expect(chainHolds).toBe(true);
    expect(found).toMatchObject({ problem: 'cut_off', seq: last });
    expect(found?.message).toContain(`ends at event ${last - 2}`);
    // Going on as if nothing had happened, until the log is as long again, is found as well.
    await appendEvents(4);
    expect(await problemWith(kept)).toMatchObject({
      chainHolds: true,
      found: { problem: 'rewritten', seq: last },
    });
  });

  it('is refused where it was altered, or signed by another key', async () => {
    const [newest] = (await listed()).items as [Checkpoint];
    for (const altered of [
      { ...newest, seq: newest.seq - 1 },
      { ...newest, hash: '0'.repeat(64) },
      { ...newest, at: '2026-01-01T00:00:00.000000Z' },
      { ...newest, keyId: keyIdOf('another secret of at least thirty-two characters') },
    ]) {
      expect((await problemWith([altered])).found).toMatchObject({ problem: 'not_signed' });
    }
    const foreign = signCheckpoint('another secret of at least thirty-two characters', newest);
    expect((await problemWith([foreign])).found).toMatchObject({ problem: 'wrong_key' });
  });

  it('of a key that was changed since holds where a later one of the new key does', async () => {
    const [before] = (await listed()).items as [Checkpoint];
    const newSecret = 'the next secret of at least thirty-two characters';
    const find = async (...kept: Checkpoint[]) =>
      (await problemWith(kept, keyIdOf(newSecret))).found;
    expect(await find(before)).toMatchObject({ problem: 'wrong_key', seq: before.seq });
    await appendEvents(2);
    const after = (await makeCheckpoint(world.db, newSecret)) as Checkpoint;
    expect(await find(after, before)).toBeNull();
    const elsewhere = signCheckpoint(serverSecret, { ...before, hash: 'f'.repeat(64) });
    expect(await find(after, elsewhere)).toMatchObject({ problem: 'wrong_key' });
    await appendEvents(1);
    const [later] = (await listed()).items as [Checkpoint];
    expect(await find(after, later)).toMatchObject({ problem: 'wrong_key', seq: later.seq });
  });
});
