import { expect } from 'vitest';
import { runQuery } from '@/domain/commands/run-query';
import { crowd } from '@/domain/testing/crowd';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { contextOf, signedIn } from '@/domain/testing/world';
import { chooseGroups, listGroups } from './list-groups';

beforeAll(() => crowd(world, fixture));

it('what groups are chosen from is their list, less what takes long to count', async () => {
  const readers = [world.administrator, await signedIn(world.db, fixture.member.id)];
  for (const actor of readers) {
    const context = contextOf(world.db, actor);
    for (const input of [
      {},
      { limit: 2 },
      { q: 'l' },
      { state: 'frozen' },
      { identity: fixture.service.id, limit: 1 },
    ] as const) {
      const listed = await runQuery(listGroups, context, input);
      const offered = await runQuery(chooseGroups, context, input);
      if (!listed.ok || !offered.ok) throw new Error('a query was refused');
      expect(listed.value.items.length).toBeGreaterThan(0);
      const choices = listed.value.items.map(
        ({ liveTokenCount, unendedTokenCount, operationCount, ...choice }) => choice,
      );
      expect(offered.value).toStrictEqual({
        ...{ items: choices, nextCursor: listed.value.nextCursor },
      });
    }
  }
});

it('whoever may list no groups has none to choose from', async () => {
  const context = contextOf(world.db, await signedIn(world.db, fixture.outsider.id));
  const [listed, offered] = [
    await runQuery(listGroups, context, {}),
    await runQuery(chooseGroups, context, {}),
  ];
  expect(offered).toMatchObject({ ok: false, kind: 'forbidden' });
  expect(offered).toEqual(listed);
});
