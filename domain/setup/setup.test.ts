import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, createPool, type Database } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { setupLinks } from '@/db/schema/identities';
import { createTestDatabase, type TestDatabase } from '@/db/testing/test-database';
import { systemActor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { syncBuiltIns } from '@/domain/registry/sync-built-ins';
import { signIn } from '@/domain/sessions/sign-in';
import { contextOf, signedIn } from '@/domain/testing/world';
import { bootstrapAdministrator } from './bootstrap';
import { claimSetupLink } from './claim-setup-link';
import { inviteIdentity } from './invite-identity';
import { ensureSetupLink } from './setup-link';

const BASE = 'http://127.0.0.1:3000';
const PERSON = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };
const open: { database: TestDatabase; db: Database }[] = [];
let db: Database;

beforeEach(async () => {
  const database = await createTestDatabase();
  db = createDatabase(createPool(database.url, { maxConnections: 4 }));
  open.push({ database, db });
  await syncBuiltIns(db);
});
afterAll(async () => {
  for (const { database, db: opened } of open) {
    await opened.$client.end();
    await database.drop();
  }
});

const claim = (code: string | undefined, input: object = PERSON) =>
  runCommand(claimSetupLink, contextOf(db, systemActor('setup', ['setup.claim'])), {
    code,
    ...input,
  });

const newLink = async () => {
  const link = await ensureSetupLink(db, BASE);
  if (link === null) throw new Error('no link was made');
  return new URL(link).hash.slice(1);
};

const administrators = () => db.$count(memberships);

describe('the first administrator', () => {
  it('claims the printed link once, signs in, and the link is dead', async () => {
    const code = await newLink();
    expect(await claim(code)).toMatchObject({ ok: true, value: { email: PERSON.email } });
    expect(await claim(code, { ...PERSON, email: 'eve@example.com' })).toMatchObject({
      ok: false,
      code: 'setup_link_invalid',
    });
    const context = contextOf(db, systemActor('test', []));
    expect(await signIn(context, PERSON)).toMatchObject({ ok: true });
    expect(await ensureSetupLink(db, BASE)).toBeNull();
  });

  it('keeps the code out of everything a browser sends, and out of the database', async () => {
    const link = new URL((await ensureSetupLink(db, BASE)) ?? '');
    expect(link.pathname + link.search).toBe('/setup');
    const { rows } = await db.execute<{ text: string }>(
      sql`select string_agg(t::text, ' ') as text from setup_links t`,
    );
    expect(rows[0]?.text).not.toContain(link.hash.slice(1));
  });

  it.each([
    ['a short password', { ...PERSON, password: 'short' }, 'password'],
    ['no email', { ...PERSON, email: undefined }, 'email'],
    ['no name', { ...PERSON, name: '' }, 'name'],
  ])('keeps the link alive after %s', async (_what, input, path) => {
    const code = await newLink();
    expect(await claim(code, input)).toMatchObject({ ok: false, errors: [{ path }] });
    expect(await claim(code)).toMatchObject({ ok: true });
  });

  it('is one person where a link is claimed twice at once', async () => {
    const code = await newLink();
    const both = await Promise.all([
      claim(code),
      claim(code, { ...PERSON, email: 'b@example.com' }),
    ]);
    expect(both.filter((result) => result.ok)).toHaveLength(1);
    expect(await administrators()).toBe(1);
  });

  it('makes earlier links void by each new one, and a link void by its age', async () => {
    const first = await newLink();
    const second = await newLink();
    expect(await claim(first)).toMatchObject({ ok: false, code: 'setup_link_invalid' });
    await db.update(setupLinks).set({ expiresAt: sql`now()` }).where(sql`true`);
    expect(await claim(second)).toMatchObject({ ok: false, code: 'setup_link_invalid' });
  });

  it('comes from the terminal too, with a token and a link of its own, once', async () => {
    const printed = await newLink();
    const made = await bootstrapAdministrator(db, { email: PERSON.email, baseUrl: BASE });
    if (!made.ok) throw new Error(made.message);
    expect(made.managementToken).toMatch(/^kwp_[0-9A-Za-z]{36}$/);
    const again = await bootstrapAdministrator(db, { email: 'b@example.com', baseUrl: BASE });
    expect(again).toMatchObject({ ok: false, code: 'administrator_exists' });
    expect(await claim(printed)).toMatchObject({ ok: false, code: 'administrator_exists' });
    const code = new URL(made.setupUrl).hash.slice(1);
    expect(await claim(code, { password: PERSON.password })).toMatchObject({ ok: true });
    expect(await signIn(contextOf(db, systemActor('test', [])), PERSON)).toMatchObject({
      ok: true,
    });
  });

  it('can invite: a new link ends the one before', async () => {
    const made = await bootstrapAdministrator(db, { email: PERSON.email, baseUrl: BASE });
    if (!made.ok) throw new Error(made.message);
    const actor = await signedIn(db, made.identityId);
    const invite = async () => {
      const result = await runCommand(inviteIdentity, contextOf(db, actor), {
        identity: made.identityId,
      });
      if (!result.ok) throw new Error(result.message);
      return result.value.secret;
    };
    const first = await invite();
    const second = await invite();
    const password = { password: 'another long password' };
    expect(await claim(first, password)).toMatchObject({ ok: false });
    expect(await claim(second, password)).toMatchObject({ ok: true });
    const used = await db.$count(setupLinks, eq(setupLinks.identityId, made.identityId));
    expect(used).toBe(3);
  });
});
