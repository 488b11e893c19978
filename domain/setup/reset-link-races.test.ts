import { and, eq, isNull } from 'drizzle-orm';
import { beforeEach, expect } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { setupLinks } from '@/db/schema/identities';
import { systemActor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { createIdentity } from '@/domain/identities/create-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { signIn } from '@/domain/sessions/sign-in';
import { it, world } from '@/domain/testing/fixture';
import { contextOf, done } from '@/domain/testing/world';
import { claimSetupLink } from './claim-setup-link';
import { inviteIdentity } from './invite-identity';

const PASSWORDS = ['the password of the first', 'the password of the second'];
let person: { id: string; email: string };
let made = 0;

beforeEach(async () => {
  made += 1;
  const email = `racer-${made}@example.com`;
  const input = { type: 'person' as const, name: 'Rae', email };
  person = { ...(await done(world.db, world.administrator, createIdentity, input)), email };
});

const makeLink = () => done(world.db, world.administrator, inviteIdentity, { identity: person.id });
const claim = (code: string, password = PASSWORDS[0]) => {
  const actor = systemActor('setup', [claimSetupLink.operation]);
  return runCommand(claimSetupLink, contextOf(world.db, actor), { code, password });
};
const letsIn = async (password = '') => {
  const door = contextOf(world.db, systemActor('test', []));
  return (await signIn(door, { email: person.email, password })).ok;
};
const claims = async () => {
  const wasClaimed = and(
    eq(auditEvents.action, claimSetupLink.operation),
    eq(auditEvents.targetId, person.id),
    eq(auditEvents.outcome, 'done'),
  );
  return world.db.$count(auditEvents, wasClaimed);
};

it('of two uses of one reset link at once, one wins: its password lets in, and the other’s doesn’t', async () => {
  const { secret } = await makeLink();
  const both = await Promise.all(PASSWORDS.map((password) => claim(secret, password)));
  const winner = both.findIndex(({ ok }) => ok);
  expect(both[1 - winner]).toMatchObject({ ok: false, code: 'setup_link_invalid' });
  expect(await letsIn(PASSWORDS[winner])).toBe(true);
  expect(await letsIn(PASSWORDS[1 - winner])).toBe(false);
  expect(await claims()).toBe(1);
});

it('of two links made at once, the one that is left is the only one that works', async () => {
  const links = await Promise.all([makeLink(), makeLink()]);
  const unused = and(eq(setupLinks.identityId, person.id), isNull(setupLinks.usedAt));
  const [left, ...others] = await world.db.select().from(setupLinks).where(unused);
  expect(others).toEqual([]);
  for (const { id, secret } of links) {
    expect((await claim(secret)).ok, id).toBe(id === left?.id);
  }
});

it('a link that is replaced as it is used sets a password before it ends, or never', async () => {
  const { secret } = await makeLink();
  const [used, next] = await Promise.all([claim(secret), makeLink()]);
  if (!used.ok) expect(used.code).toBe('setup_link_invalid');
  expect(await letsIn(PASSWORDS[0])).toBe(used.ok);
  expect(await claim(next.secret, PASSWORDS[1])).toMatchObject({ ok: true });
  expect(await letsIn(PASSWORDS[1])).toBe(true);
});

it('a link that is used as its person is suspended lets nobody in', async () => {
  const { secret } = await makeLink();
  await Promise.all([
    claim(secret),
    done(world.db, world.administrator, suspendIdentity, { identity: person.id }),
  ]);
  expect(await letsIn(PASSWORDS[0])).toBe(false);
  expect(await claim(secret, PASSWORDS[1])).toMatchObject({ ok: false });
});
