import { eq, sql } from 'drizzle-orm';
import { afterEach, expect } from 'vitest';
import { destinations } from '@/db/schema/destinations';
import { askDestination, testDestination } from '@/domain/destinations/test-destination';
import { runJob } from '@/domain/jobs/run-job';
import { advanceRotation } from '@/domain/rotations/advance-rotation';
import { planRotations } from '@/domain/rotations/plan-rotation';
import type { StandIn } from '@/domain/testing/destinations/stand-in';
import { reaching, STAND_INS } from '@/domain/testing/destinations/stand-ins';
import { it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import * as scheduled from '@/domain/testing/scheduled-rotations';
import { SERVER_SECRET } from '@/domain/testing/world';
import { type RunningWorker, startWorker } from './main';

/** More than a worker has hands for rotations. */
const TO_THE_SLOW_ONE = 20;
let worker: RunningWorker;
const servers: StandIn[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await worker.close();
});

async function open(kind: 'vault' | 'kubernetes') {
  const { start, place } = STAND_INS[kind];
  const server = await start();
  servers.push(server);
  return { server, id: await scheduled.makeDestination(place(server.origin)) };
}

const testOf = async (id: string) =>
  (await world.db.select().from(destinations).where(eq(destinations.id, id)))[0];

async function hanging(group: string): Promise<number> {
  const { rows } = await world.db.execute<{ count: number }>(sql`select count(*)::int as count
    from keyward_jobs.job where name = ${advanceRotation.name} and state = 'active' and group_id = ${group}`);
  return rows[0]?.count ?? Number.NaN;
}

it('a destination that never answers delays no other, and no test of another', async () => {
  const [slow, good] = [await open('vault'), await open('kubernetes')];
  slow.server.mood('never answers');
  const families = [];
  for (let n = 0; n < TO_THE_SLOW_ONE; n += 1)
    families.push(await scheduled.scheduleToken(slow.id));
  const family = await scheduled.scheduleToken(good.id);
  for (const { familyId } of [...families, family]) await scheduled.makeDue(familyId);
  expect(await runJob(planRotations, { db: world.db })).toBe(TO_THE_SLOW_ONE + 1);
  await asAdministrator(world, testDestination, { destination: slow.id });
  await asAdministrator(world, testDestination, { destination: good.id });
  const settings = {
    ...reaching(slow.server.origin),
    privateHosts: servers.map(({ origin }) => origin),
  };
  const options = { databaseUrl: world.url, logLevel: 'silent', serverSecret: SERVER_SECRET };
  const jobs = [advanceRotation, askDestination];
  worker = await startWorker({ ...options, destinations: settings }, jobs);
  await expect
    .poll(() => scheduled.rotationOf(family.familyId), { timeout: 60_000 })
    .toMatchObject({ state: 'delivered', isConfirmed: true });
  // Of the many that go to the slow one, two hang at a time; the other hands are free.
  expect(await hanging(slow.id)).toBeLessThanOrEqual(2);
  expect(slow.server.requests.length).toBeGreaterThan(0);
  await expect.poll(() => testOf(good.id), { timeout: 60_000 }).toMatchObject({ testPassed: true });
});
