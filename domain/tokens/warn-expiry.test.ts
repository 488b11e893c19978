import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { notices } from '@/db/schema/notices';
import { tokens } from '@/db/schema/tokens';
import { runJob } from '@/domain/jobs/run-job';
import { fixture, it, world } from '@/domain/testing/fixture';
import { warnExpiringTokens } from './warn-expiry';

const warn = () => runJob(warnExpiringTokens, { db: world.db });
const lives = (token: string, daysOld: number, left: string) =>
  world.db
    .update(tokens)
    .set({
      createdAt: sql`now() - make_interval(days => ${daysOld})`,
      expiresAt: sql`now() + ${left}::interval`,
    })
    .where(eq(tokens.id, token));
const told = async (token: string) => {
  const rows = await world.db
    .select({ to: notices.identityId, facts: notices.facts })
    .from(notices)
    .where(eq(notices.aboutId, token))
    .orderBy(notices.createdAt);
  return rows.map(({ to, facts }) => [to, facts?.days]);
};

it('warns at 30, 7 and 1 days, once each, the person whose token it is', async () => {
  const { member, memberToken } = fixture;
  const { id } = memberToken.token;
  for (const [left, changed] of [
    ['31 days', 0],
    ['30 days', 1],
    ['8 days', 0],
    ['7 days', 1],
    ['25 hours', 0],
    ['1 day', 1],
  ] as const) {
    await lives(id, 60, left);
    expect([left, await warn(), await warn()]).toEqual([left, changed, 0]);
  }
  expect(await told(id)).toEqual([30, 7, 1].map((days) => [member.id, days]));
});

it('gives the latest warning alone where the worker was away for the others', async () => {
  const { lead, serviceToken } = fixture;
  await lives(serviceToken.token.id, 80, '3 hours');
  expect(await warn()).toBe(1);
  // A service account reads nothing: its group's leads are told.
  expect(await told(serviceToken.token.id)).toEqual([[lead.id, 1]]);
});

it('says nothing of what was made to live shortly, is revoked, replaced, or over', async () => {
  const { id } = fixture.colleagueToken.token;
  const none = async () => expect([await warn(), await told(id)]).toEqual([0, []]);
  await lives(id, 0, '20 hours');
  await none();
  await lives(id, 90, '-1 hour');
  await none();
  await lives(id, 90, '20 hours');
  await world.db
    .update(tokens)
    .set({ retiresAt: sql`now() + interval '1 hour'` })
    .where(eq(tokens.id, id));
  await none();
});
