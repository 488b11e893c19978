import { expect } from 'vitest';
import { runQuery } from '@/domain/commands/run-query';
import { crowd } from '@/domain/testing/crowd';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { contextOf, signedIn } from '@/domain/testing/world';
import { chooseScopes, listScopes, nameScopes } from './list-scopes';

beforeAll(() => crowd(world, fixture));

it('what scopes are chosen from is their list, less the tokens that hold them', async () => {
  const readers = [world.administrator, await signedIn(world.db, fixture.member.id)];
  for (const actor of readers) {
    const context = contextOf(world.db, actor);
    for (const input of [{}, { limit: 1 }, { api: 'billing' }, { q: 'invoices' }]) {
      const listed = await runQuery(listScopes, context, input);
      const offered = await runQuery(chooseScopes, context, input);
      if (!listed.ok || !offered.ok) throw new Error('a query was refused');
      expect(listed.value.items.length).toBeGreaterThan(0);
      const choices = listed.value.items.map(({ liveTokenCount, ...choice }) => choice);
      expect(offered.value).toStrictEqual({
        ...{ items: choices, nextCursor: listed.value.nextCursor },
      });
      const named = await runQuery(nameScopes, context, input);
      expect(named).toStrictEqual({
        ok: true,
        value: {
          items: choices.map(({ id, api, name }) => ({ id, api: api.slug, name })),
          nextCursor: listed.value.nextCursor,
        },
      });
    }
  }
});

it('whoever may list no scopes has none to choose from', async () => {
  const context = contextOf(world.db, await signedIn(world.db, fixture.outsider.id));
  const [listed, offered, named] = [
    await runQuery(listScopes, context, {}),
    await runQuery(chooseScopes, context, {}),
    await runQuery(nameScopes, context, {}),
  ];
  expect(offered).toMatchObject({ ok: false, kind: 'forbidden' });
  expect(offered).toEqual(listed);
  expect(named).toEqual(listed);
});
