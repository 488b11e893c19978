import { eq } from 'drizzle-orm';
import { rotationSchedules, rotations } from '@/db/schema/destinations';
import { tokenUsage } from '@/db/schema/operating';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import type { CommandName } from '@/domain/base/operation-names';
import { getSchedule } from '@/domain/rotations/get-schedule';
import { mintSuccessor } from '@/domain/rotations/mint-successor';
import { recordDelivery } from '@/domain/rotations/record-delivery';
import { recordFailure } from '@/domain/rotations/record-failure';
import { removeSchedule } from '@/domain/rotations/remove-schedule';
import { retirePredecessor } from '@/domain/rotations/retire-predecessor';
import { retryRotation } from '@/domain/rotations/retry-rotation';
import { setSchedule } from '@/domain/rotations/set-schedule';
import { startRotation } from '@/domain/rotations/start-rotation';
import type { Aim } from '@/domain/testing/aim';
import { asAdministrator } from '@/domain/testing/probes';
import { done } from '@/domain/testing/world';
import { commandCase, queryCase, type Scene } from './case';

const HOUR = 3_600;
const token = (aim: Aim) => ({ token: aim.serviceToken });
const ofToken = ({ aim }: Scene) => ({ target: aim.serviceToken, affects: [] });
const asWorker = (operation: CommandName) => () => systemActor('worker', [operation]);

/** The service's token goes to the vault, every hour. */
export async function schedule({ world, aim }: Scene): Promise<void> {
  await asAdministrator(world, setSchedule, {
    ...{ token: aim.serviceToken, destination: aim.destination },
    ...{ secretName: 'KEYWARD_TOKEN', everySeconds: HOUR },
  });
}

/** Its rotation is planned. @returns the rotation and the successor that there is so far */
export async function plan(scene: Scene) {
  await schedule(scene);
  await asAdministrator(scene.world, startRotation, { token: scene.aim.serviceToken });
  return openOne(scene);
}

async function openOne({ world }: Scene) {
  const [row] = await world.db
    .select()
    .from(rotations)
    .where(eq(rotations.secretName, 'KEYWARD_TOKEN'));
  if (!row) throw new Error('no rotation is planned');
  return { rotation: row.id, successor: row.successorId ?? '' };
}

export async function minted(scene: Scene) {
  const { rotation } = await plan(scene);
  await done(scene.world.db, asWorker('rotations.mint')(), mintSuccessor, { rotation });
  return openOne(scene);
}

export async function deliver(scene: Scene) {
  const named = await minted(scene);
  const input = { ...named, confirmed: true, said: 'It is there.' };
  await done(scene.world.db, asWorker('rotations.deliver')(), recordDelivery, input);
  return named;
}

/** Somebody uses a token. */
export const use = ({ world }: Scene, tokenId: string) =>
  world.db.insert(tokenUsage).values({
    ...{ tokenId, firstUsedAt: new Date(), lastUsedAt: new Date(), lastAllowedAt: new Date() },
    ...{ allowedCount: 1, deniedCount: 0 },
  });

export const ROTATION_COMMANDS = [
  commandCase(setSchedule, {
    input: (aim) => ({
      ...{ token: aim.serviceToken, destination: aim.destination },
      ...{ secretName: 'KEYWARD_TOKEN', everySeconds: HOUR },
    }),
    at: 'token',
    event: (scene) => ({
      ...ofToken(scene),
      after: { destination: 'vault', secretName: 'KEYWARD_TOKEN', everySeconds: HOUR },
    }),
    refused: { code: 'personal_token', given: async ({ aim }) => ({ token: aim.token }) },
    bad: [{ everySeconds: HOUR - 1 }, 'everySeconds'],
  }),
  commandCase(removeSchedule, {
    input: token,
    at: 'token',
    given: schedule,
    event: (scene) => ({
      ...ofToken(scene),
      before: { destination: scene.aim.destination, secretName: 'KEYWARD_TOKEN' },
    }),
    refused: { code: 'schedule_missing' },
    bad: [{ token: 'x'.repeat(101) }, 'token'],
  }),
  commandCase(startRotation, {
    input: token,
    at: 'token',
    given: schedule,
    event: ofToken,
    refused: {
      code: 'rotation_open',
      given: async (scene) => {
        await plan(scene);
      },
    },
    bad: [{ token: 'x'.repeat(101) }, 'token'],
  }),
  commandCase(retryRotation, {
    input: token,
    at: 'token',
    given: async (scene) => {
      await deliver(scene);
    },
    event: ({ aim }) => ({
      target: aim.serviceToken,
      before: { step: 'delivered' },
      after: { mintsAnew: true },
      affects: [aim.serviceToken],
    }),
    refused: { code: 'rotation_over' },
    bad: [{ token: 'x'.repeat(101) }, 'token'],
  }),
  commandCase(mintSuccessor, {
    input: () => ({ rotation: newId('rotation') }),
    at: 'rotation',
    by: asWorker('rotations.mint'),
    given: async (scene) => ({ rotation: (await plan(scene)).rotation }),
    event: ({ aim }, made) => ({
      target: aim.serviceToken,
      after: { successor: made.token, destination: 'vault', retired: [] },
      affects: [aim.serviceToken, made.token],
    }),
    refused: {
      code: 'rotation_moved_on',
      by: asWorker('rotations.mint'),
      given: async (scene) => ({ rotation: (await minted(scene)).rotation }),
    },
    bad: [{ rotation: 'x'.repeat(101) }, 'rotation'],
  }),
  commandCase(recordDelivery, {
    input: () => ({
      ...{ rotation: newId('rotation'), successor: newId('token') },
      ...{ confirmed: true, said: 'It is there.' },
    }),
    at: 'rotation',
    by: asWorker('rotations.deliver'),
    given: minted,
    event: ({ aim }) => ({
      target: aim.serviceToken,
      after: { confirmed: true, destination: 'vault', secretName: 'KEYWARD_TOKEN' },
      affects: [aim.serviceToken],
    }),
    refused: { code: 'rotation_moved_on', by: asWorker('rotations.deliver'), given: deliver },
    bad: [{ said: 'x'.repeat(1_001) }, 'said'],
  }),
  commandCase(retirePredecessor, {
    input: () => ({ rotation: newId('rotation') }),
    at: 'rotation',
    by: asWorker('rotations.retire'),
    given: async (scene) => {
      const { rotation, successor } = await deliver(scene);
      await use(scene, successor);
      return { rotation };
    },
    event: ({ aim }) => ({
      target: aim.serviceToken,
      after: { state: 'retired' },
      affects: [aim.serviceToken],
    }),
    refused: {
      code: 'rotation_waits',
      by: asWorker('rotations.retire'),
      given: async (scene) => ({ rotation: (await deliver(scene)).rotation }),
    },
    bad: [{ rotation: 'x'.repeat(101) }, 'rotation'],
  }),
  commandCase(recordFailure, {
    input: () => ({
      ...{ rotation: newId('rotation'), state: 'minted' as const, successor: newId('token') },
      reason: 'It answered 503.',
    }),
    at: 'rotation',
    by: asWorker('rotations.fail'),
    given: minted,
    event: (scene) => ({ ...ofToken(scene), after: { step: 'minted', attempts: 1 } }),
    refused: { code: 'rotation_moved_on', by: asWorker('rotations.fail'), given: deliver },
    bad: [{ reason: 'x'.repeat(1_001) }, 'reason'],
  }),
];

export const ROTATION_QUERIES = [queryCase(getSchedule, { input: token, at: 'token' })];

/** Its time has come. */
export const makeDue = async ({ world }: Scene) => {
  const past = new Date(0);
  await world.db.update(rotationSchedules).set({ nextAt: past });
};
