import { eq, sql } from 'drizzle-orm';
import { afterAll, describe, expect } from 'vitest';
import { rotations } from '@/db/schema/destinations';
import { hashTokenSecret } from '@/domain/base/token-format';
import { runJob } from '@/domain/jobs/run-job';
import { RETRY_AFTER_SECONDS, type StandIn } from '@/domain/testing/destinations/stand-in';
import { STAND_IN_KINDS, STAND_INS } from '@/domain/testing/destinations/stand-ins';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import * as scheduled from '@/domain/testing/scheduled-rotations';
import { advanceRotation } from './advance-rotation';
import { planRotations } from './plan-rotation';
import { retryRotation } from './retry-rotation';

const FAULTS = [
  ...(['down', 'stores, then 500', 'answers without storing', 'forbids'] as const),
  'too many requests',
] as const;

type Family = Awaited<ReturnType<typeof scheduled.scheduleToken>>;

async function advance({ familyId }: Family, { origin }: StandIn) {
  const rotation = (await scheduled.rotationOf(familyId))?.id;
  const settings = scheduled.settingsFor(origin);
  await runJob(advanceRotation, { db: world.db, settings }, { rotation });
  return scheduled.rotationOf(familyId);
}

const setTime = async ({ familyId }: Family, column: 'nextAttemptAt' | 'deadlineAt') => {
  const now = { [column]: sql`clock_timestamp()` };
  await world.db.update(rotations).set(now).where(eq(rotations.familyId, familyId));
};

/** What must hold at every moment. @returns whom the secret that is found there belongs to */
async function look({ familyId, token, secretName }: Family, server: StandIn) {
  const living = await scheduled.livingOf(familyId);
  expect(living.filter(({ id }) => id !== token).length).toBeLessThanOrEqual(1);
  const secret = server.found(secretName);
  const holder = living.find(
    (one) => secret !== undefined && one.secretSha256.equals(hashTokenSecret(secret)),
  );
  const predecessor = living.find(({ id }) => id === token);
  expect(predecessor ?? holder).toBeDefined();
  return { predecessor, holder, living };
}

describe.each(STAND_IN_KINDS)('a rotation into a destination of the kind %s', (kind) => {
  let server: StandIn;
  let destination: string;
  beforeAll(async () => {
    const { start, place, credential } = STAND_INS[kind];
    server = await start();
    destination = await scheduled.makeDestination(place(server.origin), credential);
  });
  afterAll(() => server.close());

  it.for(FAULTS)(
    'that %s keeps the old token, and one successor, until it has arrived',
    async (fault) => {
      const family = await scheduled.scheduleToken(destination);
      await scheduled.makeDue(family.familyId);
      server.mood(fault);
      await runJob(planRotations, { db: world.db });
      const first = await advance(family, server);
      const { predecessor, living } = await look(family, server);
      expect(living).toHaveLength(2);
      expect(predecessor?.retiresAt).toEqual(predecessor?.expiresAt);
      server.mood('good');
      if (kind === 'webhook' && fault === 'answers without storing') {
        expect(first).toMatchObject({ state: 'delivered', isConfirmed: false });
        await setTime(family, 'deadlineAt');
        const late = await advance(family, server);
        expect(late?.failure).toContain('nobody has used it');
        expect((await look(family, server)).predecessor).toBeDefined();
        await asAdministrator(world, retryRotation, { token: family.token });
      } else {
        expect(first).toMatchObject({
          state: 'minted',
          attempts: 1,
          secretSealed: expect.any(String),
        });
        const wait = (first?.nextAttemptAt?.getTime() ?? 0) - (first?.failedAt?.getTime() ?? 0);
        expect(Math.round(wait / 1_000)).toBe(
          fault === 'too many requests' ? RETRY_AFTER_SECONDS : 10,
        );
        await setTime(family, 'nextAttemptAt');
      }
      expect(await advance(family, server)).toMatchObject({
        state: 'delivered',
        secretSealed: null,
      });
      const { holder } = await look(family, server);
      expect(holder?.id).not.toBe(family.token);
      await scheduled.use(holder?.id ?? '');
      expect(await advance(family, server)).toMatchObject({ state: 'retired', failure: null });
      expect((await look(family, server)).living.map(({ id }) => id)).toEqual([holder?.id]);
      expect(server.wrong).toEqual([]);
    },
  );
});
