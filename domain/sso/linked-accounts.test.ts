import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { sessions } from '@/db/schema/identities';
import { ssoAccounts, ssoTries } from '@/db/schema/sso';
import { resolveSessionActor } from '@/domain/actors/resolve-actor';
import type { SessionActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { runCommand } from '@/domain/commands/run';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { openProvider, type RealProvider } from '@/domain/testing/sso/open-provider';
import {
  goAndComeBack,
  makeProvider,
  REDIRECT_URI,
  signInAt,
  signOnDoorOf,
} from '@/domain/testing/sso/sso-world';
import { contextOf, signedIn } from '@/domain/testing/world';
import { beginLink } from './begin-link';
import { endLink } from './link-account';
import { unlinkAccount } from './linked-accounts';
import type { ProviderRow } from './provider-target';
import { openIntent } from './settle-test';

let real: RealProvider;
let row: ProviderRow;
let ada: SessionActor;
beforeAll(async () => {
  real = await openProvider([REDIRECT_URI]);
  row = await makeProvider(world, real);
});
afterAll(() => real.close());
beforeEach(async () => {
  ada = await opened(world.administratorId);
  await world.db.delete(ssoAccounts);
  // What the provider calls somebody plays no part: it is no administrator's address here.
  real.people.set('ada-there', { email: 'someone@elsewhere.example.com', groups: [] });
});

/** Signed in here with a password, in a session of the database. */
async function opened(identityId: string): Promise<SessionActor> {
  const id = newId('session');
  const expiresAt = new Date(Date.now() + 3_600_000);
  await world.db.insert(sessions).values({ id, identityId, expiresAt });
  const actor = await resolveSessionActor(world.db, id, null);
  if (isRefusal(actor)) throw new Error(actor.message);
  return actor;
}

async function begin(by = ada) {
  const begun = await runCommand(beginLink, contextOf(world.db, by), { provider: row.slug });
  if (!begun.ok) throw new Error(begun.code);
  return { link: begun.value.link, session: by.via.id, person: { id: by.id, name: by.name } };
}

const end = async (open: Awaited<ReturnType<typeof begin>>, signedInThere = 'ada-there') =>
  endLink(signOnDoorOf(world, real), row, open, await goAndComeBack(real, signedInThere));
const linked = () => world.db.select().from(ssoAccounts);

it('links the account one comes back with, and a sign-in with it is one’s own from then on', async () => {
  expect(await end(await begin())).toBeNull();
  expect(await linked()).toMatchObject([
    { issuer: real.url, subject: 'ada-there', identityId: ada.id },
  ]);
  const signed = await signInAt(world, real, row, 'ada-there');
  expect(signed).toMatchObject({ ok: true, identity: { id: ada.id } });
  const [event] = await world.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.action, 'ssoAccounts.link'), eq(auditEvents.outcome, 'done')));
  expect(event).toMatchObject({ actorId: ada.id, targetId: ada.id });
});

it('an account that is somebody else’s stays theirs', async () => {
  const theirs = { issuer: real.url, subject: 'ada-there', identityId: fixture.member.id };
  await world.db.insert(ssoAccounts).values({ ...theirs, providerId: row.id });
  expect(await end(await begin())).toBe('account_linked');
  expect(await linked()).toMatchObject([theirs]);
});

it('only the session that began it links anything, once, in time, while it lives', async () => {
  const open = await begin();
  const other = await opened(world.administratorId);
  expect(await openIntent(world.db, row, open.link, other.via.id)).toBeNull();
  expect(await end({ ...open, session: other.via.id })).toBe('state_mismatch');
  const { id, name } = await signedIn(world.db, fixture.member.id);
  expect(await end({ ...open, person: { id, name } })).toBe('state_mismatch');
  await world.db.update(sessions).set({ endedAt: sql`now()` }).where(eq(sessions.id, ada.via.id));
  expect(await end(open)).toBe('state_mismatch');
  await world.db.update(sessions).set({ endedAt: null }).where(eq(sessions.id, ada.via.id));
  const late = { expiresAt: sql`now() - interval '1 second'` };
  await world.db.update(ssoTries).set(late).where(eq(ssoTries.id, open.link));
  expect(await end(open)).toBe('state_mismatch');
  expect(await linked()).toEqual([]);
  const again = await begin();
  expect(await end(again)).toBeNull();
  real.people.set('second', { email: 'second@example.com', groups: [] });
  expect(await end(again, 'second')).toBe('state_mismatch');
  expect(await linked()).toHaveLength(1);
});

it('an account unlinked opens nothing any more, and the sessions it opened have ended', async () => {
  await end(await begin());
  const signed = await signInAt(world, real, row, 'ada-there');
  if (!signed.ok) throw new Error(signed.reason);
  const account = { identity: ada.id, issuer: real.url, subject: 'ada-there' };
  const done = await runCommand(unlinkAccount, contextOf(world.db, ada), account);
  expect(done).toMatchObject({ ok: true });
  expect(isRefusal(await resolveSessionActor(world.db, signed.sessionId, null))).toBe(true);
  expect(await linked()).toEqual([]);
});

it('a member unlinks their own and nobody else’s; an administrator anybody’s', async () => {
  const { member, outsider } = fixture;
  const theirs = { issuer: real.url, subject: 'theirs', identityId: member.id };
  const unlink = (by: SessionActor) =>
    runCommand(unlinkAccount, contextOf(world.db, by), {
      ...{ identity: member.id, issuer: real.url, subject: 'theirs' },
    });
  await world.db.insert(ssoAccounts).values({ ...theirs, providerId: row.id });
  expect(await unlink(await opened(outsider.id))).toMatchObject({ ok: false, code: 'not_found' });
  expect(await unlink(await opened(member.id))).toMatchObject({ ok: true });
  await world.db.insert(ssoAccounts).values({ ...theirs, providerId: row.id });
  expect(await unlink(ada)).toMatchObject({ ok: true });
});
