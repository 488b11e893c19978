import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { identities } from '@/db/schema/identities';
import { mailState } from '@/db/schema/mail';
import { notices } from '@/db/schema/notices';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { NOTHING_SET, runJob } from '@/domain/jobs/run-job';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { fixture, it, world } from '@/domain/testing/fixture';
import { type MailServer, startMailServer } from '@/domain/testing/mail-server';
import { contextOf } from '@/domain/testing/world';
import { composeTest } from './compose-mail';
import { getMail } from './get-mail';
import { mailNotices } from './mail-notices';
import { openMailer } from './send-mail';
import { testMail } from './test-mail';

const PASSWORD = 'p4ssw0rd-of-mail';

const tell = (to: string, name: string, id = 'tok_1') =>
  world.db.transaction((tx) =>
    raiseNotice(tx, {
      kind: 'token.revoked',
      about: { type: 'token', id, name },
      to,
      onceKey: `${to} ${name}`,
      facts: { by: 'Ada <b>', reason: 'leaked', group: 'Billing' },
    }),
  );
const age = (minutes: number) =>
  world.db
    .update(notices)
    .set({ createdAt: sql`${notices.createdAt} - make_interval(mins => ${minutes})` });
const run = (server: Pick<MailServer, 'url'> | null) => {
  const mail = server && { smtpUrl: server.url, from: 'Keyward <keyward@example.com>' };
  const settings = { ...NOTHING_SET, mail, keywardUrl: 'https://keyward.example.com' };
  return runJob(mailNotices, { db: world.db, settings });
};
const toldTo = (identity: string) =>
  world.db.select().from(notices).where(eq(notices.identityId, identity));
const state = async () => (await world.db.select().from(mailState))[0];
const fresh = () => world.db.delete(notices);

it('puts the notices of one person into one mail, as text and as HTML, and sends it once', async () => {
  await fresh();
  const server = await startMailServer();
  for (let at = 0; at < 30; at += 1) await tell(fixture.member.id, `token ${at}`);
  await tell(fixture.lead.id, 'alone');
  expect(await run(server), 'others may follow').toBe(0);
  await age(2);
  expect(await run(server)).toBe(31);
  expect(await run(server)).toBe(0);
  await server.close();
  expect(server.mails.map(({ to }) => to).sort()).toEqual([
    ['lea@example.com'],
    ['max@example.com'],
  ]);
  const digest = server.mails.find(({ to }) => to[0] === 'max@example.com')?.source ?? '';
  expect(digest).toContain('Subject: 30 notices from Keyward');
  expect(digest).toContain('Content-Type: text/plain');
  expect(digest).toContain('Content-Type: text/html');
  for (const name of ['token 0', 'token 29']) {
    expect(digest.split(`Token ${name} was revoked`)).toHaveLength(3);
  }
  expect(digest).toContain('https://keyward.example.com/tokens/tok_1');
  expect(digest).toContain('Ada &lt;b&gt; revoked it');
  const alone = server.mails.find(({ to }) => to[0] === 'lea@example.com')?.source;
  expect(alone).toContain('Subject: Token alone was revoked');
  expect(await state()).toMatchObject({ isConfigured: true, error: null });
});

it('names a token with what it ends with, to whoever may see it', async () => {
  await fresh();
  const server = await startMailServer();
  const { member, colleague, memberToken } = fixture;
  for (const to of [member.id, colleague.id]) await tell(to, 'deploy', memberToken.token.id);
  await age(2);
  expect(await run(server)).toBe(2);
  await server.close();
  const sentTo = (address: string) => server.mails.find(({ to }) => to[0] === address)?.source;
  const named = `Token deploy ••${memberToken.token.last4} was revoked`;
  expect(sentTo('max@example.com')).toContain(named);
  expect(sentTo('cora@example.com')).toContain('Token deploy was revoked');
});

it('lets a quarter of an hour pass between two mails to one person', async () => {
  await fresh();
  const server = await startMailServer();
  await tell(fixture.member.id, 'first');
  await age(2);
  expect(await run(server)).toBe(1);
  await tell(fixture.member.id, 'second');
  await tell(fixture.member.id, 'third');
  await age(2);
  expect(await run(server)).toBe(0);
  await world.db
    .update(notices)
    .set({ mailedAt: sql`now() - interval '16 minutes'` })
    .where(eq(notices.mail, 'sent'));
  expect(await run(server)).toBe(2);
  await server.close();
  expect(server.mails).toHaveLength(2);
  expect(server.mails[1]?.source).toContain('Subject: 2 notices from Keyward');
});

it('sends nothing that was read, is old, or waits without a server', async () => {
  await fresh();
  await tell(fixture.member.id, 'read');
  await world.db.update(notices).set({ readAt: sql`now()` });
  await tell(fixture.colleague.id, 'old');
  await age(5 * 24 * 60);
  await tell(fixture.lead.id, 'no server');
  await age(2);
  expect(await run(null)).toBe(0);
  expect(await state()).toMatchObject({ isConfigured: false, server: null });
  expect(await toldTo(fixture.lead.id)).toMatchObject([{ mail: 'waiting' }]);
  const server = await startMailServer();
  expect(await run(server)).toBe(1);
  await server.close();
  expect(server.mails).toMatchObject([{ to: ['lea@example.com'] }]);
});

it('tries again where the server fails, gives a refused address up, and tells no password', async () => {
  await fresh();
  await tell(fixture.member.id, 'later');
  await tell(fixture.lead.id, 'never');
  await age(2);
  let isBroken = true;
  const server = await startMailServer({
    authOptional: false,
    onAuth: ({ password }, _session, done) =>
      password === PASSWORD && !isBroken
        ? done(null, { user: 'k' })
        : done(new Error(`no: ${password}`)),
    onRcptTo: ({ address }, _session, done) =>
      address === 'lea@example.com'
        ? done(Object.assign(new Error('no such user'), { responseCode: 550 }))
        : done(),
  });
  const asKeyward = { url: server.url.replace('//', `//keyward:${PASSWORD}@`) };
  expect(await run(asKeyward)).toBe(0);
  const failing = await state();
  expect(failing?.error).toMatch(/no: …|Invalid login/);
  expect(failing?.server).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(JSON.stringify([failing, await toldTo(fixture.lead.id)])).not.toContain(PASSWORD);
  expect(await toldTo(fixture.member.id)).toMatchObject([{ mail: 'waiting', mailAttempts: 1 }]);
  isBroken = false;
  expect(await run(asKeyward)).toBe(1);
  await server.close();
  expect(await toldTo(fixture.member.id)).toMatchObject([{ mail: 'sent', mailAttempts: 2 }]);
  expect(await toldTo(fixture.lead.id)).toMatchObject([
    { mail: 'given_up', mailError: expect.stringContaining('no such user') },
  ]);
});

it('lists the latest mails, several notices as one, with the reason where one did not arrive', async () => {
  await fresh();
  const server = await startMailServer({
    onRcptTo: ({ address }, _session, done) =>
      address === 'lea@example.com'
        ? done(Object.assign(new Error('no such user'), { responseCode: 550 }))
        : done(),
  });
  await tell(fixture.member.id, 'one');
  await tell(fixture.member.id, 'two');
  await tell(fixture.lead.id, 'never');
  await age(2);
  await run(server);
  await server.close();
  const said = await runQuery(getMail, contextOf(world.db, world.administrator), {});
  if (!said.ok) throw new Error(said.message);
  const { latest } = said.value;
  expect(latest).toHaveLength(2);
  expect(latest).toContainEqual({
    ...{ to: { id: fixture.member.id, name: 'Max' }, notices: 2, outcome: 'sent' },
    ...{ at: expect.any(String), error: null },
  });
  expect(latest.find(({ to }) => to.id === fixture.lead.id)).toMatchObject({
    ...{ notices: 1, outcome: 'given_up', error: expect.stringContaining('no such user') },
  });
});

it('sends nothing to an address that reaches nobody, and counts that as no failure', async () => {
  await fresh();
  const server = await startMailServer();
  for (const [at, email] of ['max@no-address.invalid', 'lea@Of.INVALID'].entries()) {
    const id = [fixture.member.id, fixture.lead.id][at] ?? '';
    await world.owner.update(identities).set({ email }).where(eq(identities.id, id));
    await tell(id, `for ${email}`);
  }
  await tell(world.administratorId, 'for Ada');
  await age(2);
  const before = await state();
  expect(await run(server)).toBe(1);
  await server.close();
  expect(server.mails).toMatchObject([{ to: ['ada@example.com'] }]);
  for (const id of [fixture.member.id, fixture.lead.id]) {
    expect(await toldTo(id)).toMatchObject([{ mail: 'given_up', mailAttempts: 0 }]);
  }
  expect(await state()).toMatchObject({ error: null, failedAt: before?.failedAt ?? null });

  const mailer = openMailer({ smtpUrl: server.url, from: 'keyward@example.com' });
  expect(
    await mailer.send('max@no-address.invalid', 'id', composeTest('https://k.example')),
  ).toEqual({ ok: false, isFinal: true, error: 'There is no such domain.' });
  mailer.close();
});

it('tests no mail to an address that reaches nobody', async () => {
  const { administratorId: id } = world;
  const email = 'ada@no-address.invalid';
  await world.owner.update(identities).set({ email }).where(eq(identities.id, id));
  const asked = await runCommand(testMail, contextOf(world.db, world.administrator), {});
  expect(asked).toMatchObject({ ok: false, code: 'no_email' });
});
