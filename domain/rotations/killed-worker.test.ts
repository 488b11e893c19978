import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';
import { buildProgram } from '@/db/testing/build-program';
import { hashTokenSecret } from '@/domain/base/token-format';
import { runJob } from '@/domain/jobs/run-job';
import { SIGNING_SECRET } from '@/domain/testing/destinations/credentials';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { type Receiver, startReceiver } from '@/domain/testing/receiver';
import * as scheduled from '@/domain/testing/scheduled-rotations';
import { SERVER_SECRET } from '@/domain/testing/world';
import { advanceRotation } from './advance-rotation';
import { planRotations } from './plan-rotation';

/** Of each point; `KILLS=20` is the whole count, of some ten minutes. */
// biome-ignore lint/style/noProcessEnv: how often is asked of a run, not of the product
const TIMES = Number(process.env.KILLS ?? 2);
const LANES = 4;
const POINTS = [
  ...['planned', 'minted', 'delivered', 'retired'].flatMap((step) =>
    ['within', 'before its commit', 'after its commit'].map((moment) => `${step}, ${moment}`),
  ),
  ...['asked, before it is stored', 'asked, after it was stored'],
];

/** Of each token, by the name it goes by: the secret that its users would find. */
const stored = new Map<string, string>();
/** Whom a request ends, and when. */
const victims = new Map<string, { kill(): void; point: string }>();
const program = buildProgram(fileURLToPath(new URL('./testing/dying-worker.ts', import.meta.url)));
let receiver: Receiver;
let destination: string;

beforeAll(async () => {
  receiver = await startReceiver(async ({ body }, response) => {
    const { secretName, secret, token } = JSON.parse(body).data;
    const victim = victims.get(secretName);
    if (victim?.point === 'asked, before it is stored') return victim.kill();
    stored.set(secretName, secret);
    if (victim?.point === 'asked, after it was stored') return victim.kill();
    await scheduled.use(token.id);
    return response.writeHead(204).end();
  });
  const url = `${receiver.origin}/hook`;
  destination = await scheduled.makeDestination({ kind: 'webhook', url }, 'env:SIGNING');
});
afterAll(() => receiver.close());

/** One life: begins a rotation, and dies at the point. @returns the signal it died by */
async function dieAt(point: string, { familyId, token, secretName }: Family) {
  const args = [world.url, familyId, token, receiver.origin, point, SIGNING_SECRET, SERVER_SECRET];
  const child = spawn(process.execPath, [await program, ...args], { stdio: 'inherit' });
  victims.set(secretName, { kill: () => child.kill('SIGKILL'), point });
  const [, signal] = await once(child, 'exit');
  victims.delete(secretName);
  return signal;
}
type Family = Awaited<ReturnType<typeof scheduled.scheduleToken>>;

/** What must hold at every moment: no two successors, and whoever asks finds a secret that works. */
async function look({ familyId, token, secretName }: Family) {
  const living = await scheduled.livingOf(familyId);
  const successors = living.filter(({ id }) => id !== token);
  const found = stored.get(secretName);
  const holds = (secret: string) =>
    living.some((one) => one.secretSha256.equals(hashTokenSecret(secret)));
  const isLost = living.length === successors.length && (found === undefined || !holds(found));
  return { successors: successors.length, isLost };
}

/** Dies at the point, and has another worker go on. */
async function live(point: string, count: Count): Promise<void> {
  const settings = scheduled.settingsFor(receiver.origin);
  const family = await scheduled.scheduleToken(destination);
  stored.set(family.secretName, family.secret);
  if ((await dieAt(point, family)) === 'SIGKILL') count.killed += 1;
  const dead = await look(family);
  // Who died after the end has left nothing to do.
  const isOver = (await scheduled.rotationOf(family.familyId))?.state === 'retired';
  if (!isOver) await scheduled.makeDue(family.familyId);
  await runJob(planRotations, { db: world.db, settings });
  const rotation = await scheduled.rotationOf(family.familyId);
  await runJob(advanceRotation, { db: world.db, settings }, { rotation: rotation?.id });
  const after = await look(family);
  if (dead.successors > 1 || after.successors > 1) count.twoSuccessors += 1;
  if (dead.isLost || after.isLost) count.lost += 1;
  const all = await scheduled.familyOf(family.familyId);
  const end = await scheduled.rotationOf(family.familyId);
  const isWhole = end?.state === 'retired' && end.secretSealed === null && all.length === 2;
  if (isWhole && after.successors === 1) count.finished += 1;
}
interface Count {
  killed: number;
  twoSuccessors: number;
  lost: number;
  finished: number;
}

it(`keeps one successor and its secret, wherever a worker is killed, ${TIMES} times each`, {
  timeout: 1_800_000,
}, async () => {
  const counts = POINTS.map((point) => ({
    ...{ point, killed: 0, twoSuccessors: 0, lost: 0, finished: 0 },
  }));
  const deaths = counts.flatMap((count) => Array.from({ length: TIMES }, () => count));
  const lane = async () => {
    for (let count = deaths.pop(); count; count = deaths.pop()) await live(count.point, count);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  process.stdout.write(`${counts.map((count) => JSON.stringify(count)).join('\n')}\n`);
  const whole = { killed: TIMES, twoSuccessors: 0, lost: 0, finished: TIMES };
  expect(counts).toEqual(POINTS.map((point) => ({ point, ...whole })));
});
