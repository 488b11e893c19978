import { sql } from 'drizzle-orm';
import { afterAll, afterEach, expect, vi } from 'vitest';
import { runJob } from '@/domain/jobs/run-job';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { type Receiver, startReceiver } from '@/domain/testing/receiver';
import * as scheduled from '@/domain/testing/scheduled-rotations';
import { advanceRotation } from './advance-rotation';
import { planRotations } from './plan-rotation';

const AT_ONCE = 4;
const HOUR_MS = 3_600_000;
let receiver: Receiver;
let destination: string;

beforeAll(async () => {
  receiver = await startReceiver();
  const url = `${receiver.origin}/hook`;
  destination = await scheduled.makeDestination({ kind: 'webhook', url }, 'env:SIGNING');
});
afterEach(() => vi.useRealTimers());
afterAll(() => receiver.close());

const plan = () => runJob(planRotations, { db: world.db });
const advance = (rotation: string | undefined) =>
  runJob(
    advanceRotation,
    { db: world.db, settings: scheduled.settingsFor(receiver.origin) },
    { rotation },
  );
const several = <Value>(work: () => Promise<Value>) =>
  Promise.all(Array.from({ length: AT_ONCE }, work));

it(`makes one successor, of ${AT_ONCE} schedulers and ${AT_ONCE} workers at once`, async () => {
  const { familyId, token } = await scheduled.scheduleToken(destination);
  await scheduled.makeDue(familyId);
  const planned = await several(plan);
  expect(planned.reduce((sum, one) => sum + one)).toBe(1);
  const rotation = await scheduled.rotationOf(familyId);
  await several(() => advance(rotation?.id));
  const living = await scheduled.livingOf(familyId);
  expect(living).toHaveLength(2);
  expect(living.filter(({ id }) => id !== token)).toHaveLength(1);
  expect(await scheduled.rotationOf(familyId)).toMatchObject({
    ...{ id: rotation?.id, state: 'delivered', secretSealed: null },
  });
});

it.for([-HOUR_MS, HOUR_MS])(
  'goes by the clock of the database, the worker’s off by %i ms',
  async (off) => {
    const { familyId } = await scheduled.scheduleToken(destination, { overlapSeconds: 600 });
    await scheduled.makeDue(familyId);
    const sent = receiver.requests.length;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + off });
    await plan();
    await advance((await scheduled.rotationOf(familyId))?.id);
    vi.useRealTimers();
    const { rows } = await world.db.execute<{ overlap: number; life: number; sent: number }>(sql`
    select extract(epoch from r.deadline_at - clock_timestamp())::float8 as overlap,
      extract(epoch from t.expires_at - clock_timestamp())::float8 as life,
      ${String(receiver.requests[sent]?.headers['webhook-timestamp'])}::float8
        - extract(epoch from clock_timestamp())::float8 as sent
    from rotations r join tokens t on t.id = r.successor_id where r.family_id = ${familyId}`);
    const within = (seconds: number | undefined, wanted: number) =>
      expect(Math.abs((seconds ?? Number.NaN) - wanted)).toBeLessThan(120);
    within(rows[0]?.overlap, 600);
    within(rows[0]?.life, 86_400);
    within(rows[0]?.sent, 0);
  },
);
