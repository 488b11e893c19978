import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { anomalies } from '@/db/schema/anomalies';
import { dismissAnomaly } from '@/domain/anomalies/dismiss-anomaly';
import { watchDecisions } from '@/domain/anomalies/watch-decisions';
import type { Actor } from '@/domain/base/actor';
import { runQuery } from '@/domain/commands/run-query';
import { runJob } from '@/domain/jobs/run-job';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { shipBatch } from '@/domain/testing/ship-batch';
import { contextOf, signedIn } from '@/domain/testing/world';
import { getOverview } from './get-overview';

const token = () => fixture.memberToken.token.id;
const watch = () => runJob(watchDecisions, { db: world.db });
/** Under which headings the token stands. */
const headings = async (actor: Actor) => {
  const found = await runQuery(getOverview, contextOf(world.db, actor), {});
  if (!found.ok) throw new Error(found.message);
  const { attention, anomalies: open } = found.value;
  const named = attention.filter(({ lines }) => lines.some((line) => line.token.id === token()));
  const told = open?.items.filter((item) => item.token?.id === token()) ?? [];
  return [...told.map(({ anomaly }) => `anomaly ${anomaly.kind}`), ...named.map((one) => one.kind)];
};

beforeAll(async () => {
  await watch();
  const uses = Array.from({ length: 12 }, () => ({
    ...{ code: 'token_revoked', ip: '192.0.2.7', tokenId: token() },
  }));
  await shipBatch(world.owner, uses);
});

it('a token stands once under what is told as an anomaly, for whoever sees that', async () => {
  expect(await headings(world.administrator)).toEqual(['tried_after_revoke']);
  expect(await watch()).toBe(1);
  expect(await headings(world.administrator)).toEqual(['anomaly stopped_use']);
  expect(await headings(await signedIn(world.db, fixture.lead.id))).toEqual([
    'anomaly stopped_use',
  ]);
  // Its holder sees no anomalies.
  const member = await signedIn(world.db, fixture.member.id);
  expect(await headings(member)).toEqual(['tried_after_revoke']);
});

it('what was dismissed is not told again by another line that day, and is the day after', async () => {
  const mine = eq(anomalies.subjectId, token());
  const [open] = await world.db.select().from(anomalies).where(mine);
  await asAdministrator(world, dismissAnomaly, { anomaly: open?.id ?? '' });
  expect(await headings(world.administrator)).toEqual([]);
  await world.owner
    .update(anomalies)
    .set({ dismissedAt: sql`now() - interval '25 hours'` })
    .where(mine);
  expect(await headings(world.administrator)).toEqual(['tried_after_revoke']);
});
