import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setupLinks } from '@/db/schema/identities';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { createIdentity } from '@/domain/identities/create-identity';
import { contextOf, done, openWorld, type World } from '@/domain/testing/world';
import { claimSetupLink } from './claim-setup-link';
import { inspectSetupLink } from './inspect-setup-link';
import { inviteIdentity } from './invite-identity';
import { hashSetupCode } from './setup-code';

const PASSWORD = 'correct horse battery';
const setup = systemActor('setup', [inspectSetupLink.operation, claimSetupLink.operation]);
let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const inspect = (code: string) => runQuery(inspectSetupLink, contextOf(world.db, setup), { code });

async function invited(email: string) {
  const { db, administrator } = world;
  const person = { type: 'person' as const, name: 'Grace', email };
  const { id } = await done(db, administrator, createIdentity, person);
  return done(db, administrator, inviteIdentity, { identity: id });
}

it('says whom a link is for and leaves it usable', async () => {
  const { secret } = await invited('grace@example.com');
  const expected = { kind: 'person', name: 'Grace', email: 'grace@example.com' };
  expect(await inspect(secret)).toEqual({ ok: true, value: expected });
  expect(await inspect(secret)).toEqual({ ok: true, value: expected });
  const context = contextOf(world.db, setup);
  const claimed = await runCommand(claimSetupLink, context, { code: secret, password: PASSWORD });
  expect(claimed).toMatchObject({ ok: true });
});

it('tells nothing of links that are used, expired or made up', async () => {
  const used = await invited('used@example.com');
  await runCommand(claimSetupLink, contextOf(world.db, setup), {
    code: used.secret,
    password: PASSWORD,
  });
  const expired = await invited('expired@example.com');
  await world.db
    .update(setupLinks)
    .set({ expiresAt: sql`now() - interval '1 second'` })
    .where(eq(setupLinks.id, expired.id));
  for (const code of [used.secret, expired.secret, 'made up']) {
    expect(await inspect(code)).toMatchObject({ ok: false, code: 'setup_link_invalid' });
  }
});

it('says that an administrator exists where the first one’s link comes too late', async () => {
  await world.db.insert(setupLinks).values({
    id: newId('setupLink'),
    secretSha256: hashSetupCode('late'),
    expiresAt: sql`now() + interval '1 hour'`,
  });
  expect(await inspect('late')).toMatchObject({ ok: false, code: 'administrator_exists' });
});

it('is refused to whoever was not started for it', async () => {
  const { secret } = await invited('curious@example.com');
  const context = contextOf(world.db, world.administrator);
  expect(await runQuery(inspectSetupLink, context, { code: secret })).toMatchObject({
    ok: false,
    code: 'not_granted',
  });
});
