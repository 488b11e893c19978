import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGroup } from '@/domain/groups/create-group';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, openWorld, type World } from '@/domain/testing/world';
import { runCommand } from './run';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await asAdministrator(world, createGroup, { slug: 'cold', name: 'Cold' });
});
afterAll(() => world.close());

const withKey = (idempotencyKey: string) =>
  contextOf(world.db, world.administrator, { idempotencyKey });
const reused = { ok: false, kind: 'conflict', code: 'idempotency_key_reused' };

it('a key belongs to one operation, though another takes the very same input', async () => {
  const input = { group: 'cold' };
  expect(await runCommand(freezeGroup, withKey('one-operation'), input)).toMatchObject({
    ok: true,
  });
  expect(await runCommand(unfreezeGroup, withKey('one-operation'), input)).toMatchObject(reused);
});

it('a key can be used anew once it has expired', async () => {
  const make = (slug: string) =>
    runCommand(createGroup, withKey('kept-a-day'), { slug, name: slug });
  expect(await make('first')).toMatchObject({ ok: true });
  expect(await make('second')).toMatchObject(reused);
  await world.owner.execute(sql`update idempotency_keys set expires_at = now() - interval '1 s'`);
  expect(await make('second')).toMatchObject({ ok: true });
});

it.each([
  ['nothing', ''],
  ['a space', 'two words'],
  ['a control character', 'key\u0007'],
  ['256 characters', 'k'.repeat(256)],
])('%s in it is refused before anything is done', async (_what, key) => {
  const input = { slug: 'never', name: 'Never' };
  expect(await runCommand(createGroup, withKey(key), input)).toMatchObject({
    ok: false,
    kind: 'invalid',
    code: 'invalid_idempotency_key',
  });
});
