import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { destinations, rotations } from '@/db/schema/destinations';
import { testDestination } from '@/domain/destinations/test-destination';
import { NOTHING_SET } from '@/domain/jobs/run-job';
import { asAdministrator } from '@/domain/testing/probes';
import { type Receiver, startReceiver } from '@/domain/testing/receiver';
import { SERVER_SECRET } from '@/domain/testing/world';
import type { Scene } from './case';
import type { JobCase } from './job-case';
import { makeDue, plan, schedule, use } from './rotations';

type Case = Omit<JobCase, 'name'>;

let receiver: Receiver;
let rotation = '';
let successor = '';

/** Of a webhook: 32 bytes. */
export const SIGNING_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

const settings = {
  ...NOTHING_SET,
  serverSecret: SERVER_SECRET,
  destinations: {
    get privateHosts() {
      return [receiver.origin];
    },
    variable: (name: string) => (name === 'SIGNING' ? SIGNING_SECRET : undefined),
    closedDirectories: [],
  },
};

async function turnIntoWebhook({ world, aim }: Scene): Promise<void> {
  await world.db
    .update(destinations)
    .set({
      kind: 'webhook',
      config: { url: `${receiver.origin}/hook` },
      credential: 'env:SIGNING',
    })
    .where(eq(destinations.id, aim.destination));
}

export const TEST_CASE: Case = {
  input: ({ destination }) => ({ destination }),
  settings,
  async given(scene) {
    receiver = await startReceiver();
    await turnIntoWebhook(scene);
    await asAdministrator(scene.world, testDestination, { destination: scene.aim.destination });
  },
  changed: 1,
  events: ({ aim }) => [
    { action: 'destinations.recordTest', targetId: aim.destination, affects: [] },
  ],
  async holds({ world, aim }) {
    await receiver.close();
    expect(receiver.requests).toHaveLength(1);
    const [row] = await world.db
      .select()
      .from(destinations)
      .where(eq(destinations.id, aim.destination));
    expect(row).toMatchObject({ testPassed: true, testedAt: expect.any(Date) });
  },
};

export const PLAN_CASE: Case = {
  async given(scene) {
    await schedule(scene);
    await makeDue(scene);
  },
  changed: 1,
  async holds({ world, aim }) {
    const [row] = await world.db.select().from(rotations);
    expect(row).toMatchObject({ state: 'planned', predecessorId: aim.serviceToken });
  },
};

/** The receiver keeps the secret, has it used, and fails to say so. */
export const ADVANCE_CASE: Case = {
  input: () => ({ rotation }),
  settings,
  async given(scene) {
    receiver = await startReceiver(async ({ body }, response) => {
      successor = JSON.parse(body).data.token.id;
      await use(scene, successor);
      response.writeHead(500).end('{"message":"stored, and then it broke"}');
    });
    await turnIntoWebhook(scene);
    ({ rotation } = await plan(scene));
  },
  changed: 4,
  events: ({ aim: { serviceToken } }) => [
    { action: 'rotations.mint', targetId: serviceToken, affects: [serviceToken, successor] },
    { action: 'rotations.fail', targetId: serviceToken, affects: [] },
    { action: 'rotations.deliver', targetId: serviceToken, affects: [serviceToken] },
    { action: 'rotations.retire', targetId: serviceToken, affects: [serviceToken] },
  ],
  async holds({ world }) {
    await receiver.close();
    const [row] = await world.db.select().from(rotations);
    expect(row).toMatchObject({ state: 'retired', secretSealed: null, failure: null });
  },
};
