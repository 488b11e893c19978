import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { anomalies, anomalyPolicy } from '@/db/schema/anomalies';
import { runCommand } from '@/domain/commands/run';
import { changeEach } from '@/domain/jobs/change-each';
import { defineJob } from '@/domain/jobs/define';
import { readLastBatches } from '@/domain/ledger/log-ends';
import type { Found } from '@/domain/notices/anomaly-facts';
import { readAnomalyPolicy } from './anomaly-policy';
import {
  findDeniedSpikes,
  findNewNetworks,
  findSpread,
  findStoppedUses,
  MAX_FOUND,
} from './find-anomalies';
import {
  forgetNetworks,
  learnNetworks,
  readUsedNetworks,
  type UsedNetwork,
} from './learn-networks';
import { nextPortion, type Place, type Portion } from './portion';
import { raiseAnomaly } from './raise-anomaly';

/** After so long a run leaves what is left of a backlog to the next. */
const RUN_MS = 45_000;
const KEPT_DAYS = 90;

/**
 * Looks at the decisions whose batches came since the last time, each once. Its place moves on when what
 * they show is told, and the same is told once: a run that dies is repeated, and two at once do no harm.
 */
export const watchDecisions = defineJob({
  name: 'watch-decisions',
  summary: 'Tells of uses of tokens that are out of the ordinary',
  input: z.strictObject({}),
  schedule: '* * * * *',
  records: [raiseAnomaly.operation],
  async run(scope) {
    const { db, context, signal } = scope;
    const policy = await readAnomalyPolicy(db);
    const raise = (found: readonly Found[]) =>
      changeEach(scope, found, (one) => runCommand(raiseAnomaly, context, one));
    const endsAt = performance.now() + RUN_MS;
    let place: Place | null = await readPlace(db);
    let raised = 0;
    while (place !== null && performance.now() < endsAt) {
      signal.throwIfAborted();
      const portion = await nextPortion(db, place);
      if (portion === null) break;
      const used = await readUsedNetworks(db, portion);
      const found = [
        policy.tellsNewNetworks ? await findNewNetworks(db, policy, used) : [],
        policy.tellsStoppedUses ? await findStoppedUses(db, policy, portion) : [],
      ];
      raised += await raise(found.flat());
      // What is more than may be told at once is found again in the next run.
      if (found.some(({ length }) => length === MAX_FOUND)) break;
      place = await moveOn(db, place, portion, used);
    }
    if (policy.tellsSpread) raised += await raise(await findSpread(db, policy));
    if (policy.tellsDeniedSpikes) raised += await raise(await findDeniedSpikes(db, policy));
    await forget(db);
    return raised;
  },
});

/** Where the last run has come to; the first begins with what arrives from now on. */
async function readPlace(db: Database): Promise<Place> {
  const stored = async () => {
    const [row] = await db.select({ place: anomalyPolicy.place }).from(anomalyPolicy);
    return row?.place ? z.record(z.string(), z.int()).parse(row.place) : null;
  };
  const known = await stored();
  if (known) return known;
  const place = await readLastBatches(db);
  await db.update(anomalyPolicy).set({ place }).where(sql`${anomalyPolicy.place} is null`);
  return (await stored()) ?? place;
}

/**
 * Learns what was looked at, and moves on, in one: another run has then learned none of it.
 * @returns the place; null where another run has moved on meanwhile
 */
async function moveOn(
  db: Database,
  from: Place,
  { batches }: Portion,
  used: readonly UsedNetwork[],
): Promise<Place | null> {
  const seen = batches.map(({ verifier, seq }) => [verifier, seq] as const);
  const place = { ...from, ...Object.fromEntries(seen) };
  return db.transaction(async (tx) => {
    const { rowCount } = await tx
      .update(anomalyPolicy)
      .set({ place })
      .where(sql`${anomalyPolicy.place} = ${JSON.stringify(from)}::jsonb`);
    if (rowCount === 0) return null;
    await learnNetworks(tx, used);
    return place;
  });
}

async function forget(db: Database): Promise<void> {
  await db
    .delete(anomalies)
    .where(sql`${anomalies.createdAt} < now() - make_interval(days => ${KEPT_DAYS})`);
  await forgetNetworks(db);
}
