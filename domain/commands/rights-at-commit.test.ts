import { and, eq, gt, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { auditEvents } from '@/db/schema/history';
import { sessions } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import type { Actor, BearerActor, SessionActor } from '@/domain/base/actor';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { updateGroup } from '@/domain/groups/update-group';
import { createIdentity } from '@/domain/identities/create-identity';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { updateScope } from '@/domain/scopes/update-scope';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { bearer, contextOf, openWorld, signedIn, type World } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { runCommand } from './run';

let world: World;
/** The scope that gives the right. */
let scope: string;
beforeAll(async () => {
  world = await openWorld();
  await asAdministrator(world, createGroup, { slug: 'subject', name: 'Subject' });
  const made = await asAdministrator(world, createScope, {
    api: 'keyward',
    name: 'groups:rename',
    operations: ['groups.update', 'groups.setScopes'],
  });
  scope = made.id;
});
afterAll(() => world.close());

/** A group that may rename groups, with a person and a service account in it, and a token of the latter. */
interface Stage {
  readonly group: string;
  readonly groupId: string;
  readonly person: string;
  readonly service: string;
  readonly session: SessionActor;
  readonly token: BearerActor;
}
let fixture: Stage;
let count = 0;

beforeEach(async () => {
  count += 1;
  const group = `ops-${count}`;
  const { id: groupId } = await asAdministrator(world, createGroup, { slug: group, name: group });
  await asAdministrator(world, setGroupScopes, { group, scopes: ['keyward/groups:rename'] });
  const email = `p${count}@example.com`;
  const person = await asAdministrator(world, createIdentity, {
    type: 'person',
    name: 'Pat',
    email,
  });
  const slug = `s-${count}`;
  const service = await asAdministrator(world, createIdentity, {
    type: 'service',
    name: slug,
    slug,
  });
  await asAdministrator(world, editMembers, {
    group,
    add: [{ identity: person.id }, { identity: service.id }],
  });
  const minted = await asAdministrator(world, createToken, {
    identity: service.id,
    group,
    name: 'ops',
  });
  fixture = {
    group,
    groupId,
    person: person.id,
    service: service.id,
    session: await signedIn(world.db, person.id),
    token: await bearer(world.db, minted.secret),
  };
});

/** Runs `change` while a rename by `actor` waits for the group's row, and answers what became of it. */
async function renameDuring(actor: Actor, change: () => Promise<unknown>) {
  let late: ReturnType<typeof rename> | undefined;
  await world.owner.transaction(async (tx) => {
    await tx.execute(sql`select 1 from groups where slug = 'subject' for update`);
    late = rename(actor);
    await expect.poll(waiting, { timeout: 15_000 }).toBe(1);
    await change();
  });
  return late;
}
const rename = (actor: Actor) =>
  runCommand(updateGroup, contextOf(world.db, actor), { group: 'subject', name: `by ${count}` });

/** How many connections wait for a lock of another. */
async function waiting(): Promise<number> {
  const { rows } = await world.owner.execute<{ n: number }>(sql`
    select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  return rows[0]?.n ?? 0;
}

const later = () => sql`clock_timestamp() + interval '1 millisecond'`;
const endMembership = (identity: () => string) =>
  world.owner
    .update(memberships)
    .set({ expiresAt: later() })
    .where(and(eq(memberships.groupId, fixture.groupId), eq(memberships.identityId, identity())));

/** Everything that can take the right from a member of the group; each runs as an administrator. */
const FOR_BOTH: Record<string, (who: () => string) => Promise<unknown>> = {
  'the membership is removed': (who) =>
    asAdministrator(world, editMembers, { group: fixture.group, remove: [who()] }),
  'the group is frozen': () => asAdministrator(world, freezeGroup, { group: fixture.group }),
  'the scope is taken from the group': () =>
    asAdministrator(world, setGroupScopes, { group: fixture.group, scopes: [] }),
  'the operation is taken from the scope': () =>
    asAdministrator(world, updateScope, {
      scope,
      operations: ['groups.setScopes'],
    }),
  'the group is limited to other addresses': () =>
    asAdministrator(world, updateGroup, {
      group: fixture.group,
      policy: { allowedCidrs: ['198.51.100.0/24'] },
    }),
  'the membership reaches its end date': (who) => endMembership(who),
  'the identity is suspended': (who) =>
    asAdministrator(world, suspendIdentity, { identity: who() }),
  'everything of the identity is stopped': (who) =>
    asAdministrator(world, stopIdentity, { identity: who() }),
};
const FOR_SESSIONS: Record<string, () => Promise<unknown>> = {
  'the session is ended': () =>
    world.owner
      .update(sessions)
      .set({ endedAt: sql`now()` })
      .where(eq(sessions.identityId, fixture.person)),
  'the session expires': () =>
    world.owner
      .update(sessions)
      .set({ expiresAt: later() })
      .where(eq(sessions.identityId, fixture.person)),
};
const tokenId = () => fixture.token.via.id;
const FOR_TOKENS: Record<string, () => Promise<unknown>> = {
  'the token is revoked': () => asAdministrator(world, revokeToken, { token: tokenId() }),
  'the token is suspended': () => asAdministrator(world, suspendToken, { token: tokenId() }),
  'the token expires': () =>
    world.owner.update(tokens).set({ expiresAt: later() }).where(eq(tokens.id, tokenId())),
  'the token is limited to other addresses': () =>
    world.owner
      .update(tokens)
      .set({ allowedCidrs: ['198.51.100.0/24'] })
      .where(eq(tokens.id, tokenId())),
};

async function expectRefused(actor: Actor, change: () => Promise<unknown>) {
  const before = await lastEvent(world);
  const late = await renameDuring(actor, change);
  expect(late).toMatchObject({ ok: false });
  const done = await world.db
    .select({ action: auditEvents.action })
    .from(auditEvents)
    .where(
      and(
        gt(auditEvents.seq, before.seq),
        eq(auditEvents.actorId, actor.id),
        eq(auditEvents.outcome, 'done'),
      ),
    );
  expect(done).toEqual([]);
}

describe('what waits while a right is taken away is refused', () => {
  // The operation goes back into the scope for whoever comes next.
  beforeEach(() =>
    asAdministrator(world, updateScope, {
      scope,
      operations: ['groups.update', 'groups.setScopes'],
    }),
  );
  for (const [title, change] of Object.entries(FOR_BOTH)) {
    it(`in a session, when ${title}`, () =>
      expectRefused(fixture.session, () => change(() => fixture.person)));
    it(`by a token, when ${title}`, () =>
      expectRefused(fixture.token, () => change(() => fixture.service)));
  }
  for (const [title, change] of Object.entries(FOR_SESSIONS)) {
    it(`in a session, when ${title}`, () => expectRefused(fixture.session, change));
  }
  for (const [title, change] of Object.entries(FOR_TOKENS)) {
    it(`by a token, when ${title}`, () => expectRefused(fixture.token, change));
  }
});

it('what waits while nothing is taken away goes through', async () => {
  const late = await renameDuring(fixture.session, () =>
    asAdministrator(world, editMembers, { group: fixture.group, remove: [fixture.service] }),
  );
  expect(late).toMatchObject({ ok: true });
});

it('whoever takes their own rights away may do so', async () => {
  const left = await runCommand(setGroupScopes, contextOf(world.db, fixture.token), {
    group: fixture.group,
    scopes: [],
  });
  expect(left).toMatchObject({ ok: true });
  const back = await runCommand(setGroupScopes, contextOf(world.db, fixture.token), {
    group: fixture.group,
    scopes: ['keyward/groups:rename'],
  });
  expect(back).toMatchObject({ ok: false, code: 'not_found' });
});

it('a lead who is demoted meanwhile mints nothing any more', async () => {
  const group = `team-${count}`;
  await asAdministrator(world, createGroup, { slug: group, name: group });
  await asAdministrator(world, editMembers, {
    group,
    add: [{ identity: fixture.person, role: 'lead' }, { identity: fixture.service }],
  });
  const lead = await signedIn(world.db, fixture.person);
  let late: Promise<unknown> | undefined;
  await world.owner.transaction(async (tx) => {
    await tx.execute(sql`select 1 from identities where id = ${fixture.service} for update`);
    late = runCommand(createToken, contextOf(world.db, lead), {
      identity: fixture.service,
      group,
      name: 'late',
    });
    await expect.poll(waiting, { timeout: 15_000 }).toBe(1);
    await tx.execute(sql`update memberships set role = 'member'
      where identity_id = ${fixture.person} and group_id = (select id from groups where slug = ${group})`);
  });
  expect(await late).toMatchObject({ ok: false, code: 'not_granted' });
});

it('in ten rounds of real parallel requests, a group’s token never puts its scopes back', async () => {
  for (let round = 0; round < 10; round += 1) {
    await asAdministrator(world, setGroupScopes, {
      group: fixture.group,
      scopes: ['keyward/groups:rename'],
    });
    const context = contextOf(world.db, fixture.token);
    const input = { group: fixture.group, scopes: ['keyward/groups:rename'] };
    const [, ...late] = await Promise.all([
      asAdministrator(world, setGroupScopes, { group: fixture.group, scopes: [] }),
      ...Array.from({ length: 6 }, () => runCommand(setGroupScopes, context, input)),
    ]);
    const taken = await lastEventOf(world.administratorId);
    const { rows } = await world.owner.execute<{ n: number }>(sql`
      select count(*)::int as n from group_scopes where group_id = ${fixture.groupId}`);
    expect(rows[0]?.n).toBe(0);
    for (const result of late) if (result.ok) expect(result.seq).toBeLessThan(taken);
  }
});

async function lastEventOf(actorId: string): Promise<number> {
  const { rows } = await world.owner.execute<{ seq: string }>(sql`
    select max(seq) as seq from audit_events where actor_id = ${actorId}`);
  return Number(rows[0]?.seq);
}

it('a removed administrator does not add themselves again', async () => {
  const second = fixture.person;
  const email = `third-${count}@example.com`;
  const other = await asAdministrator(world, createIdentity, { type: 'person', name: 'T', email });
  await asAdministrator(world, editMembers, {
    group: 'administrators',
    add: [{ identity: second }],
  });
  for (let round = 0; round < 10; round += 1) {
    const actor = await signedIn(world.db, second);
    const add = { group: 'administrators', add: [{ identity: second }, { identity: other.id }] };
    await Promise.all([
      asAdministrator(world, editMembers, { group: 'administrators', remove: [second] }),
      ...Array.from({ length: 4 }, () => runCommand(editMembers, contextOf(world.db, actor), add)),
    ]);
    const { rows } = await world.owner.execute<{ n: number }>(sql`
      select count(*)::int as n from memberships m join groups g on g.id = m.group_id
      where g.slug = 'administrators' and m.identity_id = ${second}`);
    expect(rows[0]?.n).toBe(0);
    await asAdministrator(world, editMembers, {
      group: 'administrators',
      add: [{ identity: second }],
      remove: (await isAdministrator(other.id)) ? [other.id] : [],
    });
  }
});

async function isAdministrator(identityId: string): Promise<boolean> {
  const { rows } = await world.owner.execute(sql`
    select 1 from memberships m join groups g on g.id = m.group_id
    where g.slug = 'administrators' and m.identity_id = ${identityId}`);
  return rows.length > 0;
}
