import { eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import { organisationPolicy } from '@/db/schema/organisation';
import { tokens } from '@/db/schema/tokens';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { runJob } from '@/domain/jobs/run-job';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { type Receiver, startReceiver } from '@/domain/testing/receiver';
import * as scheduled from '@/domain/testing/scheduled-rotations';
import { contextOf } from '@/domain/testing/world';
import { advanceRotation } from './advance-rotation';
import { getSchedule } from './get-schedule';
import { planRotations } from './plan-rotation';
import { setSchedule } from './set-schedule';

const HOUR = 3_600;
let receiver: Receiver;
let destination: string;
beforeAll(async () => {
  receiver = await startReceiver();
  const url = `${receiver.origin}/hook`;
  destination = await scheduled.makeDestination({ kind: 'webhook', url }, 'env:SIGNING');
});
afterEach(async () => {
  await ofGroup({ rotationPeriodSeconds: null, maxTtlSeconds: 2_592_000 });
  await ceiling({ rotationPeriodSeconds: null, rotationOverlapSeconds: null });
});
afterAll(() => receiver.close());

const ofGroup = (set: Partial<typeof groups.$inferInsert>) =>
  world.db.update(groups).set(set).where(eq(groups.id, fixture.group.id));
const ceiling = (set: Partial<typeof organisationPolicy.$inferInsert>) =>
  world.db.update(organisationPolicy).set(set);
const age = (token: string, seconds: number) =>
  world.db
    .update(tokens)
    .set({ createdAt: sql`now() - make_interval(secs => ${seconds})` })
    .where(eq(tokens.id, token));
/** Whether a rotation of this family is under way once the clock has struck. */
async function isPlanned(familyId: string): Promise<boolean> {
  await runJob(planRotations, { db: world.db });
  return (await scheduled.rotationOf(familyId)) !== undefined;
}
const set = (token: string, more: object) =>
  runCommand(setSchedule, contextOf(world.db, world.administrator), {
    ...{ token, destination, secretName: `S${token.slice(-12).toUpperCase()}` },
    everySeconds: HOUR,
    ...more,
  });

it('a schedule that is slower than the policy rotates is refused, in words', async () => {
  const { token } = await scheduled.scheduleToken(destination);
  await ofGroup({ rotationPeriodSeconds: 2 * HOUR });
  expect(await set(token, { everySeconds: 2 * HOUR })).toMatchObject({
    ...{ ok: false, code: 'invalid_input' },
    errors: [{ path: 'everySeconds', message: expect.stringContaining('After 2 hours') }],
  });
  expect(await set(token, { everySeconds: HOUR })).toMatchObject({ ok: true });
});

it('an overlap beyond the organisation’s ceiling is refused, and one from before is cut down to it', async () => {
  const { token, familyId } = await scheduled.scheduleToken(destination, {
    overlapSeconds: 4 * HOUR,
  });
  await ceiling({ rotationOverlapSeconds: 120 });
  expect(await set(token, { overlapSeconds: HOUR })).toMatchObject({
    ...{ ok: false, errors: [{ path: 'overlapSeconds' }] },
  });
  await scheduled.makeDue(familyId);
  expect(await isPlanned(familyId)).toBe(true);
  const rotation = (await scheduled.rotationOf(familyId))?.id;
  const settings = scheduled.settingsFor(receiver.origin);
  await runJob(advanceRotation, { db: world.db, settings }, { rotation });
  const { rows } = await world.db.execute<{ left: number }>(sql`
    select extract(epoch from deadline_at - clock_timestamp())::float8 as left
    from rotations where id = ${rotation}`);
  expect(rows[0]?.left).toBeLessThanOrEqual(120);
  expect(rows[0]?.left).toBeGreaterThan(60);
});

it('a policy that is tightened later moves the next rotation up, before the token is refused', async () => {
  const { token, familyId } = await scheduled.scheduleToken(destination);
  await set(token, { everySeconds: 20 * HOUR });
  await age(token, 4 * HOUR);
  expect(await isPlanned(familyId)).toBe(false);
  await ceiling({ rotationPeriodSeconds: 5 * HOUR });
  const shown = await runQuery(getSchedule, contextOf(world.db, world.administrator), { token });
  if (!shown.ok) throw new Error(shown.message);
  const next = Date.parse(shown.value.schedule?.nextAt ?? '');
  expect(next - Date.now()).toBeLessThanOrEqual(0.5 * HOUR * 1_000);
  expect(await isPlanned(familyId)).toBe(false);
  await age(token, 4.6 * HOUR);
  expect(await isPlanned(familyId)).toBe(true);
});

it('a token that the policy refuses already is rotated at once', async () => {
  const { familyId } = await scheduled.scheduleToken(destination);
  expect(await isPlanned(familyId)).toBe(false);
  await ofGroup({ maxTtlSeconds: 12 * HOUR, defaultTtlSeconds: HOUR });
  expect(await isPlanned(familyId)).toBe(true);
});
