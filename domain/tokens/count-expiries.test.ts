import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { z } from 'zod';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { rotateToken } from '@/domain/rotations/rotate-token';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { makeDestination, scheduleToken } from '@/domain/testing/scheduled-rotations';
import { bearer, contextOf, done, mintOwn, signedIn } from '@/domain/testing/world';
import { EXPIRY_KINDS } from './count-endings';
import { countExpiries, type ExpiryDay } from './count-expiries';
import { createToken } from './create-token';
import { delegateOwnToken } from './delegate-token';
import { listTokens } from './list-tokens';
import { revokeToken } from './revoke-token';
import { suspendToken } from './suspend-token';

beforeAll(async () => {
  await world.owner.update(groups).set({ maxTtlSeconds: 365 * 86_400 });
});

async function count(input: z.input<typeof countExpiries.input> = {}, actor?: Actor) {
  const result = await runQuery(countExpiries, contextOf(world.db, actor ?? world.administrator), {
    group: 'billing',
    ...input,
  });
  if (!result.ok) throw new Error(result.message);
  return result.value;
}
const sumOf = (day: ExpiryDay) => EXPIRY_KINDS.reduce((sum, kind) => sum + day[kind], 0);

/** Index of the day and kind of the tokens that `change` adds or moves; negative where they were. */
async function changedBy(change: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await count();
  await change();
  const after = await count();
  const moved: Record<string, number> = {};
  for (const [index, day] of after.days.entries()) {
    for (const kind of EXPIRY_KINDS) {
      const by = day[kind] - (before.days[index]?.[kind] ?? 0);
      if (by !== 0) moved[`${kind} ${index}`] = by;
    }
  }
  const later = after.laterCount - before.laterCount;
  return later === 0 ? moved : { ...moved, later };
}

const service = (name: string) =>
  asAdministrator(world, createToken, {
    ...{ identity: fixture.service.id, group: 'billing', name, ttlSeconds: 40 * 86_400 },
  });
/** As if made 40 days before it ends, a minute into the day that is so many days away. */
const endsIn = (id: string, days: number) =>
  world.db
    .update(tokens)
    .set({
      expiresAt: sql`((now() at time zone 'UTC')::date + ${days}::int)::timestamp at time zone 'UTC' + interval '1 minute'`,
      createdAt: sql`now() + make_interval(days => ${days - 40})`,
    })
    .where(eq(tokens.id, id));

it('a token is counted once, on the day it ends, and what ends after the last day by itself', async () => {
  const { token } = await service('one');
  expect(await changedBy(() => endsIn(token.id, 1))).toMatchObject({ 'service 1': 1 });
  expect(await changedBy(() => endsIn(token.id, 89))).toEqual({ 'service 1': -1, 'service 89': 1 });
  expect(await changedBy(() => endsIn(token.id, 90))).toEqual({ 'service 89': -1, later: 1 });
  const { days } = await count();
  expect(days.map(({ on }) => on)).toEqual([...new Set(days.map(({ on }) => on))].sort());
  expect(days).toHaveLength(90);
  expect((await count({ days: 3 })).days).toEqual(days.slice(0, 3));
});

it('what has ended or was revoked is not ahead; what is suspended is', async () => {
  const { token } = await service('three fates');
  await endsIn(token.id, 20);
  const { id } = token;
  expect(await changedBy(() => asAdministrator(world, suspendToken, { token: id }))).toEqual({});
  expect(await changedBy(() => endsIn(id, -1))).toEqual({ 'service 20': -1 });
  await endsIn(id, 20);
  expect(await changedBy(() => asAdministrator(world, revokeToken, { token: id }))).toEqual({
    'service 20': -1,
  });
});

it('what was replaced ends when it retires, and needs nobody, nor does what is on a schedule', async () => {
  const { token } = await service('replaced');
  await endsIn(token.id, 20);
  const overlapSeconds = 86_400 * 4;
  expect(
    await changedBy(() => asAdministrator(world, rotateToken, { token: token.id, overlapSeconds })),
  ).toEqual({ 'service 20': -1, 'expected 4': 1, 'service 40': 1 });

  const destination = await makeDestination({ kind: 'webhook', url: 'https://hooks.example.com/' });
  const { token: scheduled } = await scheduleToken(destination);
  expect(await changedBy(() => endsIn(scheduled, 30))).toMatchObject({ 'expected 30': 1 });
});

it('a scheduled rotation that failed, or comes too late, relieves nobody', async () => {
  const destination = await makeDestination({ kind: 'webhook', url: 'https://hooks.example.com/' });
  const { token, familyId, secretName } = await scheduleToken(destination);
  await endsIn(token, 31);
  const late = () =>
    world.db.execute(
      sql`update rotation_schedules set next_at = now() + interval '50 days' where family_id = ${familyId}`,
    );
  expect(await changedBy(late)).toEqual({ 'expected 31': -1, 'service 31': 1 });
  await world.db.execute(
    sql`update rotation_schedules set next_at = now() where family_id = ${familyId}`,
  );
  const failed = () =>
    world.db.execute(sql`insert into rotations
      (id, family_id, destination_id, destination_name, secret_name, predecessor_id, failure, failed_at)
      values ('rot_x', ${familyId}, ${destination}, 'there', ${secretName}, ${token}, 'is down', now())`);
  expect(await changedBy(failed)).toEqual({ 'expected 31': -1, 'service 31': 1 });
});

it('what was made for a while, or given away, needs nobody', async () => {
  const make = (ttlSeconds: number) =>
    mintOwn(world.db, fixture.member.id, { group: 'billing', name: 'a while', ttlSeconds });
  expect(await changedBy(() => make(30 * 86_400))).toEqual({ 'personal 30': 1 });
  const short = await changedBy(() => make(3_600));
  expect(Object.keys(short).join()).toMatch(/^expected [01]$/);
  const { secret } = await make(20 * 86_400);
  const holder = await bearer(world.db, secret);
  const given = await changedBy(() =>
    done(world.db, holder, delegateOwnToken, { actsAs: 'an agent', ttlSeconds: 10 * 86_400 }),
  );
  expect(given).toEqual({ 'expected 10': 1 });
});

it('is left to nobody when its holder or the last lead of its group is gone', async () => {
  const mine = await mintOwn(world.db, fixture.colleague.id, {
    ...{ group: 'billing', name: 'mine', ttlSeconds: 33 * 86_400 },
  });
  const other = await service('other');
  await endsIn(mine.token.id, 60);
  await endsIn(other.token.id, 61);
  const kinds = async () => {
    const { days } = await count();
    return [60, 61].map((index) => EXPIRY_KINDS.filter((kind) => (days[index]?.[kind] ?? 0) > 0));
  };
  const setState = (id: string, state: 'active' | 'suspended') =>
    world.db.update(identities).set({ state }).where(eq(identities.id, id));
  expect(await kinds()).toEqual([['personal'], ['service']]);
  await setState(fixture.colleague.id, 'suspended');
  await setState(fixture.lead.id, 'suspended');
  expect(await kinds()).toEqual([['unowned'], ['unowned']]);
  await setState(fixture.colleague.id, 'active');
  await setState(fixture.lead.id, 'active');
  await world.db
    .update(memberships)
    .set({ createdAt: sql`now() - interval '2 days'`, expiresAt: sql`now()` })
    .where(eq(memberships.identityId, fixture.colleague.id));
  expect(await kinds()).toEqual([['unowned'], ['service']]);
});

it('counts, for each reader, what the list of tokens shows them of that day', async () => {
  const readers = [
    world.administrator,
    await signedIn(world.db, fixture.lead.id),
    await signedIn(world.db, fixture.member.id),
    await signedIn(world.db, fixture.outsider.id),
  ];
  const totals: number[] = [];
  for (const reader of readers) {
    const list = async (input: object) => {
      const asked = { group: 'billing', ...input };
      const result = await runQuery(listTokens, contextOf(world.db, reader), asked);
      return result.ok ? result.value.total : 0;
    };
    const { days, laterCount } = await count({}, reader);
    for (const day of days.filter((each) => sumOf(each) > 0)) {
      expect([day.on, await list({ endsFrom: day.on, endsTo: day.on })]).toEqual([
        day.on,
        sumOf(day),
      ]);
    }
    const total = days.reduce((sum, day) => sum + sumOf(day), 0);
    expect(await list({ endsWithinDays: 90 })).toBe(total);
    expect(await list({ endsFrom: days[0]?.on })).toBe(total + laterCount);
    totals.push(total);
  }
  const [all = 0, leads = 0, own = 0, none] = totals;
  expect([leads, none]).toEqual([all, 0]);
  expect(own).toBeGreaterThan(0);
  expect(own).toBeLessThan(all);
});

it('tells by group, the busiest first, what it tells of all', async () => {
  for (const [slug, many] of [
    ['busy', 40],
    ['quiet', 1],
  ] as const) {
    await asAdministrator(world, createGroup, {
      slug,
      name: slug,
      policy: { maxTtlSeconds: 86_400 * 90 },
    });
    await asAdministrator(world, editMembers, {
      group: slug,
      add: [{ identity: fixture.service.id }],
    });
    for (let made = 0; made < many; made += 1) {
      const of = { identity: fixture.service.id, group: slug, name: `${slug} ${made}` };
      await asAdministrator(world, createToken, { ...of, ttlSeconds: 86_400 * 20 });
    }
  }
  const all = await count({ group: undefined, include: 'groups' });
  expect(all.groups?.map(({ slug }) => slug)).toEqual([
    ...['busy', 'billing', 'quiet', 'administrators'],
  ]);
  expect(all.groupCount).toBe(4);
  expect(all.groups?.[1]?.days).toEqual((await count()).days);
  for (const [index, day] of all.days.entries()) {
    const parts = all.groups?.map(({ days }) => days[index]) ?? [];
    expect(parts.reduce((sum, part) => sum + (part ? sumOf(part) : 0), 0)).toBe(sumOf(day));
  }
  const own = await count(
    { group: undefined, include: 'groups' },
    await signedIn(world.db, fixture.member.id),
  );
  expect(own.groups?.map(({ slug }) => slug)).toEqual(['billing']);
});
