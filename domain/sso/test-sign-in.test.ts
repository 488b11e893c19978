import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { identities, sessions } from '@/db/schema/identities';
import { ssoAccounts, ssoMappings, ssoTries } from '@/db/schema/sso';
import { newId } from '@/domain/base/ids';
import { runQuery } from '@/domain/commands/run-query';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { openProvider, type RealProvider } from '@/domain/testing/sso/open-provider';
import {
  goAndComeBack,
  makeProvider,
  REDIRECT_URI,
  signOnDoorOf,
} from '@/domain/testing/sso/sso-world';
import { contextOf, signedIn } from '@/domain/testing/world';
import { getTest } from './get-test';
import type { ProviderRow } from './provider-target';
import { endTest, openIntent } from './settle-test';
import { testProvider } from './test-provider';

let real: RealProvider;
let row: ProviderRow;
beforeAll(async () => {
  real = await openProvider([REDIRECT_URI]);
  row = await makeProvider(world, real, { enabled: false });
  const { id: groupId } = fixture.group;
  await world.db.insert(ssoMappings).values({
    ...{ id: newId('ssoMapping'), providerId: row.id, externalGroup: 'engineering', groupId },
    ...{ role: 'lead', createdBy: 'fixture', createdByName: 'fixture' },
  });
});
afterAll(() => real.close());
beforeEach(() => {
  const email = 'tess@example.com';
  real.people.set('tess', { name: 'Tess', email, email_verified: true, groups: ['engineering'] });
});

const session = () => world.administrator.via.id ?? '';
const begin = async () => (await asAdministrator(world, testProvider, { provider: row.id })).test;
const look = (test: string, actor = world.administrator) =>
  runQuery(getTest, contextOf(world.db, actor), { provider: row.id, test });

async function tried(signedIn = 'tess') {
  const test = await begin();
  const back = await goAndComeBack(real, signedIn);
  await endTest(signOnDoorOf(world, real), row, { test, session: session() }, back);
  return test;
}

async function resultOf(test: string) {
  const seen = await look(test);
  if (!seen.ok) throw new Error(seen.code);
  return seen.value;
}

it('shows who would be made and what they would join, opens no session and makes nobody', async () => {
  const before = [await world.db.$count(sessions), await world.db.$count(identities)];
  const { state, findings } = await resultOf(await tried());
  expect(state).toBe('done');
  expect(findings?.person).toMatchObject({ subject: 'tess', fate: 'made', identity: null });
  expect(findings?.groups).toEqual({ state: 'listed', ids: ['engineering'] });
  expect(findings?.memberships).toMatchObject([
    { group: { slug: 'billing' }, role: 'lead', change: 'joins', claimed: ['engineering'] },
  ]);
  expect(findings?.claims).toContainEqual({ name: 'email', value: '"tess@example.com"' });
  expect([await world.db.$count(sessions), await world.db.$count(identities)]).toEqual(before);
  expect(await world.db.$count(ssoAccounts, eq(ssoAccounts.subject, 'tess'))).toBe(0);
});

it('finds the person whom the account is linked to, and says what would end', async () => {
  await world.db.insert(ssoAccounts).values({
    ...{ issuer: real.url, subject: 'linked', identityId: fixture.member.id, providerId: row.id },
  });
  real.people.set('linked', { email: 'x@example.com', groups: ['engineering'] });
  const { findings } = await resultOf(await tried('linked'));
  expect(findings?.person).toMatchObject({ fate: 'found', identity: { id: fixture.member.id } });
  expect(findings?.memberships).toMatchObject([{ change: 'of_another_source' }]);
});

it('says that an email equal to an administrator’s would be refused', async () => {
  real.people.set('eve', { email: 'ada@example.com', email_verified: true, groups: [] });
  const { findings } = await resultOf(await tried('eve'));
  expect(findings?.person).toMatchObject({ fate: 'refused', identity: null });
  expect(findings?.person.why).toContain('never linked');
});

it.each([
  ['missing', {}],
  ['truncated', { groups: ['engineering'], hasgroups: true }],
])('tells that the groups claim is %s, and maps nothing', async (state, claims) => {
  real.people.set('tess', { email: 'tess@example.com', email_verified: true, ...claims });
  const { findings } = await resultOf(await tried());
  expect(findings?.groups).toEqual({ state, ids: [] });
  expect(findings?.memberships).toEqual([]);
});

it('keeps what gives access out of what it shows and stores', async () => {
  const jwt = await real.sign({ sub: 'inner' });
  const hidden = { access_token: 'opaque', nested: { refresh_token: 'opaque' }, proof: `x ${jwt}` };
  const groups = ['engineering', { access_token: 'opaque' }];
  real.people.set('tess', { email: 'tess@example.com', groups, _claim_names: hidden });
  const test = await tried();
  const [stored] = await world.db.select().from(ssoTries).where(eq(ssoTries.id, test));
  const text = JSON.stringify(stored);
  expect(text).toContain('not shown');
  for (const secret of ['opaque', jwt]) expect(text).not.toContain(secret);
});

it('says in words why it failed, with what the provider said', async () => {
  const { state, why } = await resultOf(await tried('nobody'));
  expect([state, why]).toEqual(['failed', 'The provider did not let you in.']);
});

it('is settled once, and only by the session that began it', async () => {
  const test = await begin();
  const door = signOnDoorOf(world, real);
  const stranger = { test, session: newId('session') };
  expect(await openIntent(world.db, row, test, stranger.session)).toBeNull();
  await endTest(door, row, stranger, { failure: 'state_mismatch' });
  expect(await resultOf(test)).toMatchObject({ state: 'waiting' });
  const mine = { test, session: session() };
  await endTest(door, row, mine, { failure: 'code_refused' });
  await endTest(door, row, mine, await goAndComeBack(real, 'tess'));
  expect(await resultOf(test)).toMatchObject({ state: 'failed', findings: null });
});

it('runs out, and nothing that comes back later is taken', async () => {
  const test = await begin();
  await world.db
    .update(ssoTries)
    .set({ expiresAt: sql`now() - interval '1 second'` })
    .where(eq(ssoTries.id, test));
  const late = { test, session: session() };
  await endTest(signOnDoorOf(world, real), row, late, await goAndComeBack(real, 'tess'));
  expect(await resultOf(test)).toMatchObject({ state: 'expired', findings: null });
});

it('is nobody else’s to read, and its claims are no part of the log', async () => {
  const test = await tried();
  const other = await look(test, await signedIn(world.db, fixture.auditor.id));
  expect(other).toMatchObject({ ok: false, code: 'not_found' });
  const events = await world.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.action, 'ssoProviders.settleTest'));
  expect(events.at(-1)?.after).toEqual({ test, outcome: 'done', groups: 'listed' });
  expect(JSON.stringify(events)).not.toContain('tess@example.com');
});
