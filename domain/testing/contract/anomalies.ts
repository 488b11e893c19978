import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { anomalies, anomalyPolicy } from '@/db/schema/anomalies';
import { notices } from '@/db/schema/notices';
import { getAnomalyPolicy } from '@/domain/anomalies/anomaly-policy';
import { anomalyTarget } from '@/domain/anomalies/anomaly-rules';
import { configureAnomalies } from '@/domain/anomalies/configure-anomalies';
import { dismissAnomaly } from '@/domain/anomalies/dismiss-anomaly';
import { listAnomalies } from '@/domain/anomalies/list-anomalies';
import { raiseAnomaly } from '@/domain/anomalies/raise-anomaly';
import { watchDecisions } from '@/domain/anomalies/watch-decisions';
import { systemActor } from '@/domain/base/actor';
import { asAdministrator } from '@/domain/testing/probes';
import { shipBatch } from '@/domain/testing/ship-batch';
import { commandCase, queryCase, type Scene } from './case';
import { jobCase } from './job-case';
import { asIs, type Page, type States } from './shown-page';

const worker = () => systemActor('worker', ['anomalies.raise']);
const POLICY = {
  ...{ tellsNewNetworks: true, historyDays: 7, tellsDeniedSpikes: true, spikeMinimum: 100 },
  ...{ spikeFactor: 10, tellsStoppedUses: true, tellsSpread: false, spreadNetworks: 10 },
  ...{ spreadMinutes: 10, quietDays: 3 },
};
const seen = { seenFrom: '2026-11-26T14:05:09.000Z', seenTo: '2026-11-26T14:05:09.000Z' };
const anomaly = {
  ...{ kind: 'new_network' as const, network: '203.0.113.0/24', known: 1 },
  at: '2026-11-26T14:05:09.000Z',
};

const dismissTheAnomaly = async ({ world, aim }: Scene) => {
  await asAdministrator(world, dismissAnomaly, { anomaly: aim.anomaly });
};

export const ANOMALY_COMMANDS = [
  commandCase(configureAnomalies, {
    input: () => POLICY,
    event: () => ({
      ...{ target: null, affects: [] },
      before: { tellsSpread: true, historyDays: 7 },
      after: { tellsSpread: false, historyDays: 7 },
    }),
    refused: { code: 'not_granted', by: ({ actors }) => actors.auditor },
    bad: [{ historyDays: 0 }, 'historyDays'],
  }),
  commandCase(dismissAnomaly, {
    input: (aim) => ({ anomaly: aim.anomaly }),
    at: 'anomaly',
    event: ({ aim }) => ({
      target: aim.anomaly,
      before: { state: 'open', kind: 'spread', subject: aim.token },
      after: { state: 'dismissed', noticesRead: 0 },
      affects: [],
    }),
    refused: { code: 'anomaly_dismissed', given: dismissTheAnomaly },
    bad: [{ anomaly: 'x'.repeat(101) }, 'anomaly'],
  }),
  commandCase(raiseAnomaly, {
    input: ({ token }) => ({ subject: token, window: '203.0.113.0/24', anomaly, ...seen }),
    at: 'subject',
    by: worker,
    event: ({ aim }, { id }) => ({
      target: aim.token,
      after: { anomaly: id, ...anomaly },
      affects: [],
    }),
    refused: {
      code: 'nothing_due',
      by: worker,
      given: async ({ world, aim }) => {
        await world.db
          .update(anomalies)
          .set({ kind: 'new_network', onceKey: `new_network ${aim.token} 203.0.113.0/24` })
          .where(eq(anomalies.id, aim.anomaly));
      },
    },
    bad: [{ anomaly: { kind: 'none' } }, 'anomaly'],
  }),
];

/** How `anomalies.dismiss` is tried in the states of what it is about. */
export const ANOMALIES_SHOWN: readonly [Page, States] = [
  {
    query: listAnomalies,
    asks: () => ({ limit: 200 }),
    pick: ({ items }, { anomaly }) => items.find(({ id }: { id: string }) => id === anomaly),
    target: anomalyTarget,
  },
  { open: asIs, dismissed: dismissTheAnomaly },
];

export const ANOMALY_QUERIES = [
  queryCase(getAnomalyPolicy, { input: () => ({}) }),
  queryCase(listAnomalies, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
];

export const ANOMALY_JOB = jobCase(watchDecisions, {
  async given({ world, aim }) {
    await world.db.update(anomalyPolicy).set({ place: {} });
    await shipBatch(world.db, [
      { tokenId: aim.token, outcome: 'denied', code: 'token_revoked', ip: '10.0.3.7' },
    ]);
  },
  changed: 1,
  events: ({ aim }) => [{ action: 'anomalies.raise', targetId: aim.token, affects: [] }],
  async holds({ world, aim }) {
    const told = await world.db.select().from(notices).where(eq(notices.aboutId, aim.token));
    expect(told).toContainEqual(
      expect.objectContaining({
        kind: 'anomaly',
        facts: { anomaly: expect.objectContaining({ kind: 'stopped_use' }), group: 'Billing' },
      }),
    );
  },
});
