import { and, asc, eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect } from 'vitest';
import { anomalies, anomalyPolicy, tokenNetworks } from '@/db/schema/anomalies';
import { auditEvents } from '@/db/schema/history';
import { notices } from '@/db/schema/notices';
import { runQuery } from '@/domain/commands/run-query';
import { runJob } from '@/domain/jobs/run-job';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { shipBatch } from '@/domain/testing/ship-batch';
import { contextOf } from '@/domain/testing/world';
import { listTimeline } from '@/domain/timeline/list-timeline';
import { createToken } from '@/domain/tokens/create-token';
import { readAnomalyPolicy } from './anomaly-policy';
import { configureAnomalies } from './configure-anomalies';
import { dismissAnomaly } from './dismiss-anomaly';
import { listAnomalies } from './list-anomalies';
import { watchDecisions } from './watch-decisions';

/** Each test has its own: what others were used for stays. */
let token: string;
beforeEach(async () => {
  const input = { identity: fixture.service.id, group: 'billing', name: 'deploys' };
  token = (await asAdministrator(world, createToken, input)).token.id;
  await world.db.update(anomalyPolicy).set({
    ...{ tellsNewNetworks: true, tellsDeniedSpikes: true, tellsStoppedUses: true, quietDays: 7 },
  });
  // The first look begins with what arrives after it.
  await watch();
});

const watch = () => runJob(watchDecisions, { db: world.db });
const toldOf = async (subject: string) => {
  const rows = await world.db
    .select({ after: auditEvents.after })
    .from(auditEvents)
    .where(and(eq(auditEvents.action, 'anomalies.raise'), eq(auditEvents.targetId, subject)))
    .orderBy(asc(auditEvents.seq));
  return rows.map(({ after }) => after?.kind);
};
/** Everything that was told of the token, once the job has run. */
const told = async () => {
  await watch();
  return toldOf(token);
};
const used = (ip: string, count = 1, code = 'allowed') =>
  shipBatch(world.owner, [
    { code, ip, tokenId: token, groupId: fixture.group.id, foldedCount: count },
  ]);
/** What is known of the token becomes older. */
const age = async (days: number) => {
  const back = sql`make_interval(days => ${days})`;
  await world.db
    .update(tokenNetworks)
    .set({ firstSeenAt: sql`first_seen_at - ${back}` })
    .where(eq(tokenNetworks.tokenId, token));
  await world.owner.execute(
    sql`update decision_counts set hour = hour - ${back} where value = ${token}`,
  );
};
const set = async (fields: object) =>
  asAdministrator(world, configureAnomalies, { ...(await readAnomalyPolicy(world.db)), ...fields });

describe('the first use from a new network', () => {
  it('is told once, of a token whose networks are known for a week', async () => {
    await used('192.0.2.7');
    expect(await told()).toEqual([]);
    await age(8);
    await used('192.0.2.200');
    expect(await told()).toEqual([]);
    await used('198.51.100.7');
    expect(await told()).toEqual(['new_network']);
    // Another within the hour belongs to it.
    await used('203.0.113.8');
    expect(await told()).toEqual(['new_network']);
    await used('198.51.100.8');
    expect(await told()).toEqual(['new_network']);
    const rows = await world.db.select().from(notices).where(eq(notices.aboutId, token));
    expect(rows.map(({ identityId }) => identityId)).toContain(world.administrator.id);
    expect(rows[0]).toMatchObject({
      kind: 'anomaly',
      facts: { anomaly: { network: '198.51.100.0/24', known: 1 }, group: 'Billing' },
    });
  });

  it('of IPv6 is told by the /48', async () => {
    await used('2001:db8:1:2::1');
    await watch();
    await age(8);
    await used('2001:db8:1:3::1');
    expect(await told()).toEqual([]);
    await used('2001:db8:2::1');
    expect(await told()).toEqual(['new_network']);
  });

  it('is not told of a token that is new itself, nor of what is no address', async () => {
    await used('192.0.2.7');
    await watch();
    await age(6);
    await used('198.51.100.7');
    await used('unknown');
    expect(await told()).toEqual([]);
  });

  it('is not told where it is switched off, nor afterwards', async () => {
    await used('192.0.2.7');
    await watch();
    await age(8);
    await set({ tellsNewNetworks: false });
    await used('198.51.100.7');
    expect(await told()).toEqual([]);
    await set({ tellsNewNetworks: true });
    expect(await told()).toEqual([]);
  });
});

describe('a spike of denials', () => {
  it('is told of the token once a day, and not of its group as well', async () => {
    await used('192.0.2.7', 99, 'operation_not_granted');
    expect(await told()).toEqual([]);
    await used('192.0.2.7', 1, 'operation_not_granted');
    expect(await told()).toEqual(['denied_spike']);
    await used('192.0.2.7', 50, 'operation_not_granted');
    expect(await told()).toEqual(['denied_spike']);
    // Nothing is left of its group's without it.
    expect(await toldOf(fixture.group.id)).toEqual([]);
  });

  it('is told of a group whose tokens are many, and none of them by itself', async () => {
    const deny = (tokenId: string) =>
      shipBatch(world.owner, [
        {
          ...{ code: 'operation_not_granted', foldedCount: 60, tokenId },
          groupId: fixture.group.id,
        },
      ]);
    await deny(token);
    await watch();
    expect(await toldOf(fixture.group.id)).toEqual([]);
    await deny(fixture.colleagueToken.token.id);
    expect(await told()).toEqual([]);
    expect(await toldOf(fixture.group.id)).toEqual(['denied_spike']);
  });

  it('is none where so many are usual', async () => {
    await used('192.0.2.7', 700, 'operation_not_granted');
    await age(3);
    await used('192.0.2.7', 999, 'operation_not_granted');
    expect(await told()).toEqual([]);
    await used('192.0.2.7', 1, 'operation_not_granted');
    expect(await told()).toEqual(['denied_spike']);
  });

  it('is not told where it is switched off', async () => {
    await set({ tellsDeniedSpikes: false });
    await used('192.0.2.7', 500, 'operation_not_granted');
    expect(await told()).toEqual([]);
  });
});

describe('the use of a token that was stopped', () => {
  it.each(['token_revoked', 'membership_ended', 'token_retired'])(
    'is told of %s, once',
    async (code) => {
      await used('192.0.2.7', 1, code);
      expect(await told()).toEqual(['stopped_use']);
      await used('192.0.2.8', 1, code);
      expect(await told()).toEqual(['stopped_use']);
    },
  );

  it('is not told where it is switched off, nor of other denials', async () => {
    await used('192.0.2.7', 1, 'token_expired');
    expect(await told()).toEqual([]);
    await set({ tellsStoppedUses: false });
    await used('192.0.2.7', 1, 'token_revoked');
    expect(await told()).toEqual([]);
  });

  it('is told again once it is dismissed and the quiet days are over', async () => {
    await used('192.0.2.7', 1, 'token_revoked');
    expect(await told()).toEqual(['stopped_use']);
    const mine = eq(anomalies.subjectId, token);
    await world.owner
      .update(anomalies)
      .set({ createdAt: sql`now() - interval '8 days'`, onceKey: sql`once_key || ' before'` })
      .where(mine);
    await used('192.0.2.7', 1, 'token_revoked');
    expect(await told()).toEqual(['stopped_use']);
    const [open] = await world.db.select().from(anomalies).where(mine);
    await asAdministrator(world, dismissAnomaly, { anomaly: open?.id ?? '' });
    await set({ quietDays: 9 });
    await used('192.0.2.7', 1, 'token_revoked');
    expect(await told()).toEqual(['stopped_use']);
    await set({ quietDays: 7 });
    await used('192.0.2.7', 1, 'token_revoked');
    expect(await told()).toEqual(['stopped_use', 'stopped_use']);
  });
});

it('a token from ten networks within ten minutes is told once, and from nine not', async () => {
  for (let network = 1; network <= 9; network += 1) await used(`10.0.${network}.7`);
  expect(await told()).toEqual([]);
  await used('10.0.10.7');
  expect(await told()).toEqual(['spread']);
  await used('10.0.11.7');
  expect(await told()).toEqual(['spread']);
});

it('several workers at once tell it once', async () => {
  await used('192.0.2.7', 1, 'token_revoked');
  await Promise.all([watch(), watch(), watch()]);
  expect(await toldOf(token)).toEqual(['stopped_use']);
});

it('what a verifier shipped late is looked at all the same, and nothing twice', async () => {
  await used('192.0.2.7');
  await watch();
  const at = new Date(Date.now() - 30 * 60_000);
  await shipBatch(world.owner, [{ code: 'token_revoked', tokenId: token }], {
    ...{ verifier: 'late', at },
  });
  expect(await told()).toEqual(['stopped_use']);
  await world.owner.delete(anomalies).where(eq(anomalies.subjectId, token));
  expect(await told()).toEqual(['stopped_use']);
});

it('is listed with what to do and where it is seen, until somebody dismisses it', async () => {
  await used('192.0.2.7', 1, 'token_revoked');
  await watch();
  const ask = async (state: 'open' | 'dismissed') => {
    const found = await runQuery(listAnomalies, contextOf(world.db, world.administrator), {
      state,
    });
    if (!found.ok) throw new Error(found.message);
    return found.value.items.filter(({ subject }) => subject.id === token);
  };
  const [open] = await ask('open');
  expect(open).toMatchObject({
    ...{ kind: 'stopped_use', title: 'Token deploys is used though it was stopped' },
    text: expect.stringContaining('It was denied from 192.0.2.7'),
    evidence: { q: `kind:decision token:${token} code:token_revoked` },
  });
  const seen = await runQuery(listTimeline, contextOf(world.db, world.administrator), {
    ...open?.evidence,
  });
  if (!seen.ok) throw new Error(seen.message);
  expect(seen.value.items).toHaveLength(1);
  await asAdministrator(world, dismissAnomaly, { anomaly: open?.id ?? '' });
  expect(await ask('open')).toEqual([]);
  expect(await ask('dismissed')).toMatchObject([{ dismissedBy: { name: 'Ada' } }]);
});
