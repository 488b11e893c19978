import { and, eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { anomalyPolicy } from '@/db/schema/anomalies';
import { auditEvents } from '@/db/schema/history';
import { runJob } from '@/domain/jobs/run-job';
import { fixture, it, world } from '@/domain/testing/fixture';
import { shipBatch } from '@/domain/testing/ship-batch';
import { inPortion, nextPortion } from './portion';
import { watchDecisions } from './watch-decisions';

const HOUR_MS = 3_600_000;
const watch = () => runJob(watchDecisions, { db: world.db });
const place = async () => (await world.db.select().from(anomalyPolicy))[0]?.place ?? {};
const ship = (agoMs: number) =>
  shipBatch(world.owner, [{ code: 'token_revoked', tokenId: fixture.memberToken.token.id }], {
    at: new Date(Date.now() - agoMs),
  });

it('the decisions of a portion are read in the partitions of their days, and in no other', async () => {
  await world.owner.execute(
    sql`select ensure_decision_partitions(current_date - 40, current_date + 7)`,
  );
  await watch();
  const before = (await place()) as Record<string, number>;
  for (const agoMs of [0, HOUR_MS / 60, 30 * 24 * HOUR_MS]) await ship(agoMs);
  const portion = await nextPortion(world.db, before);
  if (portion === null) throw new Error('nothing follows');
  expect(portion.batches).toHaveLength(3);
  // Those of the last minutes are one.
  expect(portion.spans).toHaveLength(2);
  const { rows } = await world.db.execute(sql`explain select * from ${inPortion(portion)} as new`);
  const read = JSON.stringify(rows).match(/decisions_(\d{8}|default)/g) ?? [];
  const days = new Set(read);
  expect(days.size).toBeGreaterThan(1);
  // A span may reach over midnight, and what has no partition of its own is looked for as well.
  expect(days.size).toBeLessThanOrEqual(5);
});

it('a run that died before its place moved on is repeated, and tells nothing twice', async () => {
  const before = await place();
  await ship(0);
  expect(await watch()).toBe(1);
  const after = await place();
  expect(after).not.toEqual(before);
  await world.db.update(anomalyPolicy).set({ place: before });
  expect(await watch()).toBe(0);
  expect(await place()).toEqual(after);
  const told = await world.db.$count(
    auditEvents,
    and(
      eq(auditEvents.action, 'anomalies.raise'),
      eq(auditEvents.targetId, fixture.memberToken.token.id),
    ),
  );
  expect(told).toBe(1);
});
