import { and, eq, sql } from 'drizzle-orm';
import { afterEach, describe, expect, vi } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { sessions } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { explainIdentity } from '@/domain/access/explain-identity';
import { resolveSessionActor, resolveTokenActor } from '@/domain/actors/resolve-actor';
import { loadHeldRights } from '@/domain/authority/held-rights';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { countDecisions } from '@/domain/decisions/count-decisions';
import { editMembers } from '@/domain/groups/edit-members';
import { listMembers } from '@/domain/groups/list-members';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { contextOf } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

afterEach(() => {
  vi.useRealTimers();
});

/** This machine's clock shows another time than the database's. */
const offBy = (ms: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
};

/** Gives everything that ends the same end, in or `-` so many hours ago. */
async function endAll(hours: number) {
  const expiresAt = sql`now() + make_interval(hours => ${hours})`;
  const past = sql`now() - interval '5 hours'`;
  const { db } = world;
  const ofService = and(
    eq(memberships.identityId, fixture.service.id),
    eq(memberships.groupId, fixture.group.id),
  );
  await db.update(memberships).set({ expiresAt, createdAt: past }).where(ofService);
  await db
    .update(tokens)
    .set({ expiresAt, createdAt: past })
    .where(eq(tokens.id, fixture.colleagueToken.token.id));
  const id = newId('session');
  await db.insert(sessions).values({ id, identityId: fixture.lead.id, expiresAt });
  return id;
}

/** What each reader of an end says: whether it is over. */
async function overAt(session: string, offMs: number) {
  const { db, administrator } = world;
  const context = contextOf(db, administrator);
  offBy(offMs);
  const token = await resolveTokenActor(db, fixture.colleagueToken.secret, '192.0.2.1');
  const person = await resolveSessionActor(db, session, '192.0.2.1');
  const held = await loadHeldRights(db, fixture.service.id);
  const members = await runQuery(listMembers, context, { group: 'billing' });
  const explained = await runQuery(explainIdentity, context, { identity: fixture.service.id });
  const minted = await runCommand(createToken, context, {
    ...{ identity: fixture.service.id, group: 'billing', name: 'by the clock' },
  });
  vi.useRealTimers();
  if (!members.ok || !explained.ok) throw new Error('the administrator may ask');
  return {
    token: isRefusal(token),
    session: isRefusal(person),
    rights: held.operations.size === 0,
    list: members.value.items.find(({ identity }) => identity.id === fixture.service.id)?.ended,
    explanation: explained.value.memberships[0]?.ended,
    minting: !minted.ok,
  };
}

const everywhere = (over: boolean) => ({
  ...{ token: over, session: over, rights: over, list: over, explanation: over, minting: over },
});

describe('an end comes by the clock of the database, though this machine’s is', () => {
  let session: string;

  describe('a day ahead:', () => {
    beforeAll(async () => {
      session = await endAll(1);
    });

    it('what has an hour left goes on', async () => {
      expect(await overAt(session, DAY_MS)).toEqual(everywhere(false));
    });
  });

  describe('a day behind:', () => {
    beforeAll(async () => {
      session = await endAll(-1);
    });

    it('what ended an hour ago has ended', async () => {
      expect(await overAt(session, -DAY_MS)).toEqual(everywhere(true));
    });
  });

  it('either: an end that a person gives is compared with the database’s time', async () => {
    const ending = (ms: number) => ({
      group: 'billing',
      add: [{ identity: fixture.member.id, expiresAt: new Date(ms).toISOString() }],
    });
    const realMs = Date.now();
    const context = contextOf(world.db, world.administrator);
    offBy(DAY_MS);
    expect(await runCommand(editMembers, context, ending(realMs + HOUR_MS))).toMatchObject({
      ok: true,
    });
    offBy(-2 * DAY_MS);
    expect(await runCommand(editMembers, context, ending(realMs - HOUR_MS))).toMatchObject({
      code: 'invalid_input',
      message: 'The end date has passed.',
    });
  });

  it('either: the last hour that is counted is the database’s', async () => {
    offBy(DAY_MS);
    const context = contextOf(world.db, world.administrator);
    const counted = await runQuery(countDecisions, context, { hours: 2 });
    if (!counted.ok) throw new Error(counted.message);
    const { buckets } = counted.value;
    expect(buckets.reduce((sum, { allowed }) => sum + allowed, 0)).toBeGreaterThan(0);
  });
});
