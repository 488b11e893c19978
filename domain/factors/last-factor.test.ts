import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { passkeys, recoveryCodes } from '@/db/schema/factors';
import { sessions } from '@/db/schema/identities';
import { newId } from '@/domain/base/ids';
import { fixture, it, world } from '@/domain/testing/fixture';
import { SERVER_SECRET } from '@/domain/testing/world';
import { runOwn } from './own-session';
import { removePasskey } from './passkeys';

const keysOf = (identityId: string) =>
  world.db.$count(passkeys, eq(passkeys.identityId, identityId));
const codesOf = (identityId: string) =>
  world.db.$count(recoveryCodes, eq(recoveryCodes.identityId, identityId));

/** Somebody with two passkeys and nothing else. @returns how they remove one of them */
async function withTwoPasskeys(identityId: string) {
  const key = { identityId, publicKey: 'AA', counter: 0, isBackedUp: false };
  const named = ['laptop', 'phone'].map((name) => ({ ...key, name, id: `${identityId} ${name}` }));
  await world.db.insert(passkeys).values(named);
  await world.db.insert(recoveryCodes).values({ identityId, sha256: `code of ${identityId}` });
  const session = { id: newId('session'), identityId, secondFactor: 'passkey' as const };
  const lasting = { expiresAt: sql`now() + interval '1 hour'`, provenAt: sql`now()` };
  await world.db.insert(sessions).values({ ...session, ...lasting });
  const request = { id: newId('request'), ip: null, userAgent: null };
  const door = { db: world.db, serverSecret: SERVER_SECRET, request, sessionId: session.id };
  return (name: string) => runOwn(removePasskey, door, { id: `${identityId} ${name}` });
}

it('a passkey that is left is a factor and a way in: the codes stay with it', async () => {
  const { id } = fixture.outsider;
  await world.db.execute(sql`update sign_in_policy set second_factor = 'everyone'`);
  const remove = await withTwoPasskeys(id);
  expect(await remove('laptop')).toMatchObject({ ok: true });
  expect([await keysOf(id), await codesOf(id)]).toEqual([1, 1]);
  expect(await remove('phone')).toMatchObject({ ok: false, code: 'last_factor' });
  expect([await keysOf(id), await codesOf(id)]).toEqual([1, 1]);
});

it('the last one goes where a password is left and none is asked for, and the codes with it', async () => {
  const { id } = fixture.colleague;
  await world.db.execute(sql`update sign_in_policy set second_factor = 'nobody'`);
  await world.db.execute(
    sql`insert into passwords (identity_id, hash) values (${id}, 'x') on conflict do nothing`,
  );
  const remove = await withTwoPasskeys(id);
  expect(await remove('laptop')).toMatchObject({ ok: true });
  expect(await codesOf(id)).toBe(1);
  expect(await remove('phone')).toMatchObject({ ok: true });
  expect([await keysOf(id), await codesOf(id)]).toEqual([0, 0]);
});
