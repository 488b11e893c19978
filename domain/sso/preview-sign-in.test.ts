import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { passwords } from '@/db/schema/identities';
import { ssoAccounts, ssoProviders } from '@/db/schema/sso';
import { runQuery } from '@/domain/commands/run-query';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { contextOf } from '@/domain/testing/world';
import { previewSignIn } from './preview-sign-in';

const ISSUER = 'https://login.example.com';

beforeAll(async ({ member, outsider, ssoProvider }) => {
  const hash = 'no password fits';
  const people = [member.id, outsider.id].map((identityId) => ({ identityId, hash }));
  await world.db.insert(passwords).values(people).onConflictDoNothing();
  await world.db.insert(ssoAccounts).values({
    ...{ issuer: ISSUER, subject: 'max', identityId: member.id, providerId: ssoProvider },
    lastSignInAt: new Date(),
  });
  const here = eq(ssoProviders.id, ssoProvider);
  await world.db.update(ssoProviders).set({ issuer: ISSUER, enabled: true }).where(here);
});

async function preview(localSignIn: 'everyone' | 'break-glass', breakGlass: string[] = []) {
  const context = contextOf(world.db, world.administrator);
  const seen = await runQuery(previewSignIn, context, { localSignIn, breakGlass });
  if (!seen.ok) throw new Error(seen.code);
  return seen.value;
}
const ids = (people: { id: string }[]) => people.map(({ id }) => id);

it('names who has a password and has not signed in with a provider, and nobody else', async () => {
  const { lockedOut, lockingOut, administrators } = await preview('break-glass');
  expect(ids(lockedOut)).toContain(fixture.outsider.id);
  expect(ids(lockedOut)).toContain(world.administratorId);
  expect(ids(lockedOut)).not.toContain(fixture.member.id);
  expect(lockingOut).toBe(lockedOut.length);
  expect(administrators).toEqual([]);
});

it('a break-glass administrator is not locked out, and administers', async () => {
  const { lockedOut, administrators } = await preview('break-glass', ['ada@example.com']);
  expect(ids(lockedOut)).not.toContain(world.administratorId);
  expect(ids(administrators)).toEqual([world.administratorId]);
});

it('passwords for everybody lock nobody out', async () => {
  const { lockingOut, administrators } = await preview('everyone');
  expect(lockingOut).toBe(0);
  expect(ids(administrators)).toContain(world.administratorId);
});
