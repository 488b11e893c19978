import { expect } from 'vitest';
import { runQuery } from '@/domain/commands/run-query';
import { fixture, it, world } from '@/domain/testing/fixture';
import { contextOf, signedIn } from '@/domain/testing/world';
import { listCompletions } from './list-completions';

async function completed(key: string, prefix = '', actor = world.administrator) {
  const answer = await runQuery(listCompletions, contextOf(world.db, actor), { key, prefix });
  if (!answer.ok) throw new Error(answer.message);
  return answer.value.items;
}

it('words of the language are completed', async () => {
  expect(await completed('kind')).toEqual([
    { value: 'decision', label: null },
    { value: 'change', label: null },
  ]);
  expect(await completed('code', 'token_un')).toEqual([{ value: 'token_unknown', label: null }]);
  expect(await completed('after', '-')).toEqual([]);
});

it('what stands in the logs is completed by its beginning or its name, the commonest first', async () => {
  expect(await completed('actor', 'ad')).toEqual([{ value: world.administratorId, label: 'Ada' }]);
  expect((await completed('target', 'cora')).map(({ label }) => label)).toContain('Cora');
  expect((await completed('action'))[0]?.value).toBe('identities.create');
  expect(await completed('actor', '%')).toEqual([]);
});

it('what is out of reach is not told', async () => {
  const member = await signedIn(world.db, fixture.member.id);
  expect(await completed('verifier', '', member)).toEqual([]);
  expect(await completed('actor', 'ad', member)).toEqual([]);
  const colleague = await signedIn(world.db, fixture.colleague.id);
  expect(await completed('verifier', '', colleague)).toEqual([{ value: 'test', label: null }]);
});
