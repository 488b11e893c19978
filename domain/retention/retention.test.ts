import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect } from 'vitest';
import { decisionBatches, decisions } from '@/db/schema/history';
import { incidents } from '@/db/schema/incidents';
import { notices } from '@/db/schema/notices';
import { operationUses } from '@/db/schema/operating';
import { retentionPolicy } from '@/db/schema/retention';
import { sinkPositions } from '@/db/schema/sinks';
import { runQuery } from '@/domain/commands/run-query';
import { closeIncident } from '@/domain/incidents/close-incident';
import { openIncident } from '@/domain/incidents/open-incident';
import { NOTHING_SET, runJob } from '@/domain/jobs/run-job';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { createSink } from '@/domain/sinks/create-sink';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, SERVER_SECRET } from '@/domain/testing/world';
import { getRetention } from './get-retention';
import { dropDays } from './keep-retention';
import { setRetention } from './set-retention';

const OLD = 60;
const POLICY = { decisionsDays: 30, noticesDays: 30, holdReason: null };
const dayBefore = (days: number) =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const set = (policy: object) => asAdministrator(world, setRetention, { ...POLICY, ...policy });
const later = (days: number) =>
  world.owner
    .update(retentionPolicy)
    .set({ shortenedAt: sql`${retentionPolicy.shortenedAt} - make_interval(days => ${days})` });
const run = (serverSecret: string | undefined = SERVER_SECRET) =>
  runJob(dropDays, { db: world.db, settings: { ...NOTHING_SET, serverSecret } });

async function view(input: object = {}) {
  const found = await runQuery(getRetention, contextOf(world.db, world.administrator), input);
  if (!found.ok) throw new Error(found.message);
  return found.value;
}
const heldBy = async () => (await view()).next[0]?.heldBy.map(({ type, name }) => [type, name]);

/** A decision of sixty days ago, kept for thirty days as was decided long ago. */
beforeEach(async () => {
  await world.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.delete(decisions);
  });
  await world.owner.insert(decisions).values({
    ...{ id: 'dec_old', at: `${dayBefore(OLD)}T12:00:00Z`, verifier: 'old' },
    ...{ outcome: 'allowed', code: 'allowed', tokenId: 'tok_1', api: 'billing', operation: 'list' },
  });
  await set({});
  await later(8);
});

describe('what is older than the policy', () => {
  it('is named with its time, and is dropped', async () => {
    expect(await view()).toMatchObject({
      kept: { rows: 1, oldest: dayBefore(OLD) },
      due: { days: 1, rows: 1 },
      dropped: [],
      failure: null,
    });
    expect((await view()).next[0]).toMatchObject({ day: dayBefore(OLD), rows: 1, heldBy: [] });
    expect(await run()).toBe(1);
    expect(await view()).toMatchObject({
      kept: { rows: 0 },
      dropped: [{ seq: 1, day: dayBefore(OLD), rows: 1 }],
    });
  });

  it('stays where nothing could sign its tombstone', async () => {
    expect(await runJob(dropDays, { db: world.db })).toBe(0);
    expect((await view()).kept.rows).toBe(1);
  });

  it('stays for good where the policy says so', async () => {
    await set({ decisionsDays: null });
    await later(400);
    expect(await view()).toMatchObject({ kept: { rows: 1 }, due: { days: 0 }, next: [] });
    expect(await run()).toBe(0);
  });
});

describe('a policy that drops more than before', () => {
  it('waits a week, in case nobody meant it', async () => {
    await set({ decisionsDays: 90 });
    await set({ decisionsDays: 45 });
    const [first] = (await view()).next;
    const waitMs = Date.parse(first?.dropsAt ?? '') - Date.now();
    expect(Math.round(waitMs / 86_400_000)).toBe(7);
    expect(await run()).toBe(0);
    await later(7);
    expect(await run()).toBe(1);
  });

  it('is told apart from one that drops less, which makes nothing wait', async () => {
    await set({ decisionsDays: 50 });
    expect(await run()).toBe(1);
  });

  it('is tried out before it is saved', async () => {
    await set({ decisionsDays: null });
    const tried = await view({ decisionsDays: 30, noticesDays: 'forever' });
    expect(tried).toMatchObject({ due: { days: 1, rows: 1 }, policy: { decisionsDays: null } });
    expect(Date.parse(tried.next[0]?.dropsAt ?? '')).toBeGreaterThan(Date.now() + 6 * 86_400_000);
    expect((await view({ decisionsDays: 90 })).due.days).toBe(0);
  });
});

describe('what is held', () => {
  it('by a reason somebody gave stays, and a week longer once it is taken back', async () => {
    await set({ holdReason: 'a lawsuit' });
    expect(await heldBy()).toEqual([['policy', 'a lawsuit']]);
    expect(await run()).toBe(0);
    await set({});
    expect(await run()).toBe(0);
    await later(7);
    expect(await run()).toBe(1);
  });

  it('by an open incident stays until it is closed', async () => {
    const { id } = await asAdministrator(world, openIncident, { title: 'Leak' });
    expect(await heldBy()).toEqual([]);
    await world.owner
      .update(incidents)
      .set({ openedAt: sql`now() - make_interval(days => ${OLD - 1})` });
    expect(await heldBy()).toEqual([['incident', 'Leak']]);
    expect(await run()).toBe(0);
    await asAdministrator(world, closeIncident, { incident: id, summary: 'Revoked.' });
    expect(await run()).toBe(1);
  });

  it('by a place that it wasn’t forwarded to stays until it was', async () => {
    const { id } = await asAdministrator(world, createSink, {
      ...{ name: 'store', place: { kind: 'http', url: 'https://logs.example.com/in' } },
      credential: 'env:LOGS_TOKEN',
    });
    const times = { sealedAt: sql`now()`, firstAt: sql`now()`, lastAt: sql`now()` };
    await world.owner.insert(decisionBatches).values({
      ...{ id: 7, verifier: 'eu-1', seq: 1, day: dayBefore(OLD), rows: 1, ...times },
      ...{ leaves: Buffer.alloc(32), root: 'a', prevHash: 'b', hash: 'c' },
    } as never);
    expect(await heldBy()).toEqual([['sink', 'store']]);
    await world.owner
      .update(sinkPositions)
      .set({ place: { 'eu-1': 1 } })
      .where(eq(sinkPositions.sinkId, id));
    expect(await heldBy()).toEqual([]);
    // It is nowhere as it was sealed, so that the day stays with all after it.
    await expect(run()).rejects.toThrow(/so that they stay/);
    await world.owner.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.delete(decisionBatches);
    });
  });
});

describe('what is no history', () => {
  it('goes by its own number of days: notices, but none that waits for its mail', async () => {
    for (const onceKey of ['told', 'waiting']) {
      await world.db.transaction((tx) =>
        raiseNotice(tx, {
          ...{ kind: 'token.revoked', onceKey, to: fixture.lead.id },
          about: { type: 'token', id: fixture.serviceToken.token.id, name: 'deploy' },
          facts: { by: 'Ada', reason: 'leaked', group: 'Billing' },
        }),
      );
    }
    await world.owner
      .update(notices)
      .set({ createdAt: sql`now() - interval '31 days'`, mail: 'sent', mailedAt: sql`now()` });
    await world.owner
      .update(notices)
      .set({ mail: 'waiting', mailedAt: null })
      .where(sql`${notices.id} = (select max(id) from ${notices})`);
    expect((await view()).notices).toEqual({ kept: 2, due: 1 });
    await set({ noticesDays: null, decisionsDays: null });
    expect(await run()).toBe(0);
    await set({ decisionsDays: null });
    await later(7);
    expect(await run()).toBe(1);
    expect((await view()).notices).toEqual({ kept: 1, due: 0 });
  });

  it('uses of operations outlive their decisions, for 400 days', async () => {
    await world.owner.delete(operationUses);
    const use = { tokenId: 'tok_1', api: 'billing', operation: 'list', allowed: 1, denied: 0 };
    await world.owner.insert(operationUses).values([
      { ...use, day: dayBefore(399) },
      { ...use, day: dayBefore(402) },
    ]);
    await set({ decisionsDays: null });
    expect(await run()).toBe(1);
    expect(await world.db.$count(operationUses)).toBe(1);
  });
});
