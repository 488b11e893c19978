import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { z } from 'zod';
import { decisions } from '@/db/schema/history';
import type { Actor } from '@/domain/base/actor';
import { runQuery } from '@/domain/commands/run-query';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { shipBatch } from '@/domain/testing/ship-batch';
import { contextOf, signedIn } from '@/domain/testing/world';
import { countDecisions } from './count-decisions';

const HOUR_MS = 3_600_000;
/** The hour of the use in the fixture; the next may begin before it is counted. */
let hourMs: number;

/** Beside that one use: of two groups, two people and two verifiers, in three hours; a row can stand for several refusals. */
beforeAll(async () => {
  const [used] = await world.db
    .select({ at: decisions.at })
    .from(decisions)
    .where(eq(decisions.id, fixture.decision));
  const usedMs = Date.parse(used?.at ?? '');
  hourMs = usedMs - (usedMs % HOUR_MS);
  const ago = (hours: number) => new Date(usedMs - hours * HOUR_MS);
  const token = { tokenId: fixture.memberToken.token.id, identityId: fixture.member.id };
  const here = { groupId: fixture.group.id, groupSlug: 'billing' };
  const there = { groupId: 'grp_other', groupSlug: 'other', identityId: fixture.outsider.id };
  for (const verifier of ['one', 'two']) {
    await shipBatch(world.owner, [{ code: 'allowed', ...here, ...token }], {
      ...{ verifier, at: ago(0) },
    });
    await shipBatch(
      world.owner,
      [
        { code: 'token_expired', foldedCount: 5, ...here },
        { code: 'allowed', ...there },
      ],
      { verifier, at: ago(2) },
    );
    await shipBatch(world.owner, [{ code: 'allowed', ...there }], { verifier, at: ago(30) });
  }
});

async function count(input: z.input<typeof countDecisions.input>, actor: Actor) {
  const counted = await runQuery(countDecisions, contextOf(world.db, actor), input);
  if (!counted.ok) throw new Error(counted.message);
  const { allowed, denied, buckets } = counted.value;
  const sum = (of: 'allowed' | 'denied') => buckets.reduce((total, each) => total + each[of], 0);
  expect([sum('allowed'), sum('denied')]).toEqual([allowed, denied]);
  expect(buckets).toHaveLength(input.hours === undefined ? 24 : Number(input.hours));
  const hours = buckets
    .toReversed()
    .filter((each) => each.allowed || each.denied)
    .map((each) => (hourMs - Date.parse(each.at)) / HOUR_MS);
  return { allowed, denied, hours };
}

it('all of them, by the hour, of all verifiers', async () => {
  const asked = world.administrator;
  expect(await count({}, asked)).toEqual({ allowed: 5, denied: 10, hours: [0, 2] });
  expect(await count({ hours: 48 }, asked)).toEqual({ allowed: 7, denied: 10, hours: [0, 2, 30] });
});

it('the hour of the clock alone', async () => {
  const asked = contextOf(world.db, world.administrator);
  const counted = await runQuery(countDecisions, asked, { hours: 1 });
  if (!counted.ok) throw new Error(counted.message);
  const [now] = counted.value.buckets;
  const isSameHour = Date.parse(now?.at ?? '') === hourMs;
  expect(counted.value).toMatchObject({ allowed: isSameHour ? 3 : 0, denied: 0 });
});

it('those of a group, a token, a person, or of several of these', async () => {
  const asked = world.administrator;
  const [group, token] = [fixture.group.id, fixture.memberToken.token.id];
  expect(await count({ group }, asked)).toEqual({ allowed: 3, denied: 10, hours: [0, 2] });
  expect(await count({ token }, asked)).toEqual({ allowed: 2, denied: 0, hours: [0] });
  expect(await count({ identity: fixture.outsider.id }, asked)).toMatchObject({ allowed: 2 });
  const both = { group, identity: fixture.outsider.id };
  expect(await count(both, asked)).toEqual({ allowed: 0, denied: 0, hours: [] });
});

it('those within the reader’s reach alone', async () => {
  const lead = await signedIn(world.db, fixture.lead.id);
  const own = { allowed: 3, denied: 10, hours: [0, 2] };
  expect(await count({ hours: 48 }, lead)).toEqual(own);
  expect(await count({ group: fixture.group.id }, lead)).toEqual(own);
  expect(await count({ group: 'grp_other' }, lead)).toMatchObject({ allowed: 0, denied: 0 });
});
