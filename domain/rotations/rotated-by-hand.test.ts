import { eq } from 'drizzle-orm';
import { afterAll, expect } from 'vitest';
import { rotationSchedules, rotations } from '@/db/schema/destinations';
import { hashTokenSecret } from '@/domain/base/token-format';
import { runCommand } from '@/domain/commands/run';
import { runJob } from '@/domain/jobs/run-job';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { type Receiver, startReceiver } from '@/domain/testing/receiver';
import * as scheduled from '@/domain/testing/scheduled-rotations';
import { contextOf } from '@/domain/testing/world';
import { advanceRotation } from './advance-rotation';
import { planRotations } from './plan-rotation';
import { rotateToken } from './rotate-token';

let receiver: Receiver;
let destination: string;
beforeAll(async () => {
  receiver = await startReceiver();
  const url = `${receiver.origin}/hook`;
  destination = await scheduled.makeDestination({ kind: 'webhook', url }, 'env:SIGNING');
});
afterAll(() => receiver.close());

const advance = async (familyId: string) => {
  const rotation = await scheduled.rotationOf(familyId);
  const settings = scheduled.settingsFor(receiver.origin);
  await runJob(advanceRotation, { db: world.db, settings }, { rotation: rotation?.id });
  return scheduled.rotationOf(familyId);
};
const rotate = (token: string, overlapSeconds = 3_600) =>
  asAdministrator(world, rotateToken, { token, overlapSeconds });
const endsAt = async (familyId: string, id: string) =>
  (await scheduled.familyOf(familyId)).find((one) => one.id === id)?.retiresAt ?? null;

it('brings the new secret to where the schedule does, and lets the old one end when it was told to', async () => {
  const { token, familyId } = await scheduled.scheduleToken(destination);
  const before = receiver.requests.length;
  const made = await rotate(token);
  const end = await endsAt(familyId, token);
  expect(await lastEvent(world)).toMatchObject({
    action: 'tokens.rotate',
    after: { rotation: expect.stringMatching(/^rot_/), destination: expect.any(String) },
  });
  expect(await scheduled.rotationOf(familyId)).toMatchObject({ state: 'minted', byHand: true });
  // Whoever has copied it uses it at once: that tells nothing of the destination.
  await scheduled.use(made.token.id);
  expect(await advance(familyId)).toMatchObject({ state: 'retired', secretSealed: null });
  const sent = receiver.requests.slice(before).map(({ body }) => String(body));
  expect(sent.filter((body) => body.includes(made.secret))).toHaveLength(1);
  expect(await endsAt(familyId, token)).toEqual(end);
});

it('a token that leaked ends at once, and stays ended when the new one is delivered', async () => {
  const { token, familyId } = await scheduled.scheduleToken(destination);
  await rotate(token, 0);
  expect((await scheduled.livingOf(familyId)).map(({ id }) => id)).not.toContain(token);
  await advance(familyId);
  expect(await scheduled.livingOf(familyId)).toHaveLength(1);
});

it('a rotation that is under way is overtaken: its secret goes nowhere, and one successor lives', async () => {
  const { token, familyId } = await scheduled.scheduleToken(destination);
  receiver.answerWith((_request, response) => response.writeHead(503).end());
  await scheduled.makeDue(familyId);
  await runJob(planRotations, { db: world.db });
  const first = await advance(familyId);
  expect(first).toMatchObject({ state: 'minted', byHand: false });
  const made = await rotate(token);
  receiver.answerWith((_request, response) => response.writeHead(204).end());
  const [overtaken] = await world.db
    .select()
    .from(rotations)
    .where(eq(rotations.id, first?.id ?? ''));
  expect(overtaken).toMatchObject({ state: 'ended', secretSealed: null });
  await advance(familyId);
  const living = await scheduled.livingOf(familyId);
  expect(living.map(({ id }) => id).sort()).toEqual([token, made.token.id].sort());
  const held = living.find(({ id }) => id === made.token.id)?.secretSha256;
  expect(held).toEqual(hashTokenSecret(made.secret));
});

it('the schedule counts from then on', async () => {
  const { token, familyId } = await scheduled.scheduleToken(destination);
  await scheduled.makeDue(familyId);
  await rotate(token);
  const [schedule] = await world.db
    .select()
    .from(rotationSchedules)
    .where(eq(rotationSchedules.familyId, familyId));
  expect(Number(schedule?.nextAt) - Date.now()).toBeGreaterThan(50 * 60_000);
  await advance(familyId);
  expect(await runJob(planRotations, { db: world.db })).toBe(0);
});

it('what has not arrived yet is not rotated away: the secret that is there works on', async () => {
  const { token, familyId } = await scheduled.scheduleToken(destination);
  const { token: successor } = await rotate(token);
  const again = (overlapSeconds: number) =>
    runCommand(rotateToken, contextOf(world.db, world.administrator), {
      ...{ token: successor.id, overlapSeconds },
    });
  expect(await again(3_600)).toMatchObject({ ok: false, code: 'rotation_open' });
  expect((await scheduled.livingOf(familyId)).map(({ id }) => id)).toContain(token);
  // It leaked: nothing of what was before is kept.
  expect(await again(0)).toMatchObject({ ok: true });
  expect((await scheduled.livingOf(familyId)).map(({ id }) => id)).not.toContain(token);
});
