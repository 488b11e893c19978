import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGroup } from '@/domain/groups/create-group';
import { listGroups } from '@/domain/groups/list-groups';
import { contextOf, openWorld, type World } from '@/domain/testing/world';
import { runCommand } from './run';
import { runQuery } from './run-query';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const refused = { ok: false, kind: 'invalid', code: 'invalid_input' };

it('a command refuses a field it does not know: a limit misspelt must not be no limit', async () => {
  const context = contextOf(world.db, world.administrator);
  const input = { slug: 'lax', name: 'Lax' };
  const policy = { maxTtlSeconds: 3_600, defaultTtlSeconds: 3_600 };
  expect(await runCommand(createGroup, context, { ...input, polcy: policy })).toMatchObject(
    refused,
  );
  expect(await runCommand(createGroup, context, { ...input, policy })).toMatchObject({ ok: true });
});

it('a query refuses one too: a filter misspelt must not show everything', async () => {
  const context = contextOf(world.db, world.administrator);
  expect(await runQuery(listGroups, context, { stat: 'frozen' })).toMatchObject(refused);
  expect(await runQuery(listGroups, context, {})).toMatchObject({ ok: true });
});
